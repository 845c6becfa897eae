"""Where a mark hides on GitHub: in an HTML comment that is the body's last line. Pure."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 512
"""More than any marker has, with the white space after it. No more of a body is looked at."""

_MARKER: Final = re.compile(r"\n<!-- detour: (?P<mark>[a-z0-9 -]{1,256}) -->\s*\Z", re.ASCII)


def mark(body: str, text: str) -> str:
    """The body with a mark that readers do not see."""
    return f"{body.rstrip()}\n\n<!-- detour: {text} -->\n"


def mark_of(body: str) -> str:
    """The mark at the end of a body, or ''. Line ends may be those of GitHub, CRLF; the work does not grow."""
    found = _MARKER.search(body[-LONGEST:])
    return found["mark"] if found is not None else ""
