"""Recognises saved Jira issues, and the site that they come from."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

TRACKER = "jira"


class _Sign(msgspec.Struct):
    """What every Jira issue has, and no other tracker's."""

    key: str
    fields: msgspec.Raw
    self: str | None = None


SIGN = msgspec.json.Decoder(_Sign)


def host_of(raw: bytes) -> str | None:
    """The host (and context path) of the site that a document comes from, '' if it does not tell.

    ``None`` if it is no Jira issue.
    """
    try:
        sign = SIGN.decode(raw)
        parts = urlsplit(sign.self or "")
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return f"{parts.netloc}{parts.path.partition('/rest/')[0]}".lower() if parts.netloc else ""
