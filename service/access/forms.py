"""Tells a request that somebody meant to send from one that another site's page made their browser send."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qs, parse_qsl, urlsplit

from starlette.requests import ClientDisconnect

from service.access.turned_away import TurnedAwayError

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection, Request
    from starlette.types import Message, Receive

SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that change nothing: https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods"""
HEADER: Final = "x-form-token"
FIELD: Final = "form_token"
LARGEST: Final = 1 << 20
"""Bytes of a form."""
MOST_FIELDS: Final = 1_000
FORM: Final = "application/x-www-form-urlencoded"


def token_for(secret: str | bytes) -> str:
    """The form token of whoever holds a secret: of no use to those who see a page of theirs, and nothing to be kept."""
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.digest(key, b"detour form token", sha256).hex()


def require_same_origin(request: HTTPConnection, public_url: str | None) -> None:
    """Refuses what a browser sends for another site. Raises ``TurnedAwayError``.

    Browsers say it themselves (https://www.w3.org/TR/fetch-metadata/#sec-fetch-site-header), older ones by the origin.
    """
    site = request.headers.get("sec-fetch-site")
    if site is None:
        meant = site_of(request.headers.get("origin", ""))
        own = {request.headers.get("host", "").casefold(), site_of(public_url or "")} - {""}
        if meant in own:
            return
    elif site == "same-origin":
        return
    raise _elsewhere()


def site_of(address: str) -> str:
    """Host and port of an origin, '' where there is none: ``null`` is no site."""
    try:
        return urlsplit(address).netloc.casefold()
    except ValueError:
        return ""


async def require_token(request: HTTPConnection, receive: Receive, expected: str) -> Receive:
    """Refuses what does not carry the form token, in its header or in its form. Raises ``TurnedAwayError``.

    Returns what the application is to receive by: the body was read for the token's sake.
    """
    given = request.headers.get(HEADER)
    if given is None and request.headers.get("content-type", "").partition(";")[0].strip().lower() == FORM:
        body = await _whole(receive)
        given, receive = _field(body), _again(body, receive)
    if given is None or not hmac.compare_digest(given.encode(), expected.encode()):
        raise _stale()
    return receive


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form that anybody may send. Raises ``TurnedAwayError`` for one that is too large."""
    body = await _whole(request.receive)
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS))
    except ValueError:
        return {}


async def _whole(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > LARGEST:
            raise _large()
        more = message.get("more_body", False)
    return b"".join(parts)


def _field(body: bytes) -> str | None:
    try:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=MOST_FIELDS)
    except ValueError:
        return None
    return fields.get(FIELD, [None])[0]


def _again(body: bytes, receive: Receive) -> Receive:
    """Gives the body out once more, then whatever else comes."""
    kept: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def received() -> Message:
        return kept.pop() if kept else await receive()

    return received


# Each is made when it is raised: one that is raised again and again would keep the frames of every time.


def _elsewhere() -> TurnedAwayError:
    return TurnedAwayError(
        403,
        "This did not come from a page of Detour",
        "What changes something is taken from Detour's own pages only. Load the page again and send it from there.",
        "A program sends an API token (Authorization: Bearer ...), which 'detour token create' makes.",
    )


def _stale() -> TurnedAwayError:
    advice = "The form belongs to another session. Load the page again and send it from there."
    return TurnedAwayError(403, "This page was too old", advice)


def _large() -> TurnedAwayError:
    return TurnedAwayError(413, "This form is too large", f"A form may have {LARGEST >> 20} MiB.")
