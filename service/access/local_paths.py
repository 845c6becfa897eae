"""Where somebody may be led after signing in: to a page of ours and nowhere else. Pure."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

HOME: Final = "/"
SIGN_IN: Final = "/sign-in"
LONGEST: Final = 2_000
# Browsers take a backslash for a slash and pass over controls: https://url.spec.whatwg.org/#url-parsing
_PLAIN: Final = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def local_path(text: str) -> str:
    """The same where it is a path of ours, else the first page."""
    if len(text) > LONGEST or not _PLAIN.fullmatch(text):
        return HOME
    path = urlsplit(text).path
    return HOME if path == SIGN_IN or path.startswith(f"{SIGN_IN}/") else text


def wanted(path: str, query: bytes) -> str:
    """What a request asks for, as a path to be led back to."""
    text = quote(path) + (f"?{query.decode('latin-1')}" if query else "")
    return local_path(text)
