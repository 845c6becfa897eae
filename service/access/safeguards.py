"""What every answer tells browsers not to do: run what is not ours, be framed, guess types, tell where one was."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import Message, Send

# Sign-in begins with a link, so that no form is led elsewhere: browsers hold a form's redirects to form-action, too.
CONTENT: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ALWAYS: Final = {
    "Content-Security-Policy": CONTENT,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: our own forms would come from the origin "null" then.
    # https://fetch.spec.whatwg.org/#append-a-request-origin-header
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-cache",
}
A_YEAR: Final = 31_536_000


def safeguards(public_url: str | None) -> Mapping[str, str]:
    """The headers for a Detour at an address; where that is https, browsers are to come by nothing else."""
    if urlsplit(public_url or "").scheme != "https":
        return ALWAYS
    return {**ALWAYS, "Strict-Transport-Security": f"max-age={A_YEAR}"}


def guarded(send: Send, headers: Mapping[str, str]) -> Send:
    """Sends answers with these headers, unless they have such of their own."""
    ours = _raw(tuple(headers.items()))

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = message.get("headers", ())
            theirs = {name.lower() for name, _ in given}
            message["headers"] = [*given, *(pair for pair in ours if pair[0] not in theirs)]
        await send(message)

    return sent


@cache
def _raw(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[bytes, bytes], ...]:
    """Headers as ASGI has them, with names in lower case."""
    return tuple((name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers)
