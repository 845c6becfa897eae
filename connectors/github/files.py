"""Recognises saved GitHub issues, and the site that they come from."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

TRACKER = "github"


class _Sign(msgspec.Struct):
    """What every GitHub issue of the REST API has, and no other tracker's."""

    number: int
    title: str | None
    html_url: str | None = None
    repository_url: str | None = None


SIGN = msgspec.json.Decoder(_Sign)


def host_of(raw: bytes) -> str | None:
    """The host that a document comes from, as people visit it, '' if it does not tell; ``None`` if it is no issue."""
    try:
        sign = SIGN.decode(raw)
        host = urlsplit(sign.html_url or sign.repository_url or "").netloc.lower()
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return "github.com" if host == "api.github.com" else host
