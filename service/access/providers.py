"""Where people are known who sign in: what is asked of every such place, and what may go wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

from service.access.loopback import is_loopback

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from service.store.access_sessions import Person

SECONDS: Final = 10.0
"""How long a provider may take to answer."""
LONGEST_NAME: Final = 200


class UnknownPersonError(ValueError):
    """A provider told of nobody, or of somebody other than it should."""


class Provider(Protocol):
    """A place where people are known."""

    async def begin(self, request: Request, back: str) -> Response:
        """Leads somebody there; ``back`` is the address to come back to. What is remembered is in the session."""

    async def person(self, request: Request) -> Person:
        """Who came back. Raises one of ``troubles``."""

    async def way_out(self) -> str:
        """Where somebody is led to be signed out there, too; '' for nowhere. Raises one of ``troubles``."""


def troubles() -> tuple[type[Exception], ...]:
    """How Authlib, joserfc, and httpx2, by which Authlib asks, say that a provider is away or cannot be believed.

    They are loaded where somebody signs in: a service is ready sooner without them.
    """
    import httpx2  # noqa: PLC0415
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415

    return AuthlibBaseError, JoseError, httpx2.HTTPError, RuntimeError, ValueError, LookupError, TypeError


def is_away(trouble: Exception) -> bool:
    """Whether one of these troubles says that nobody answered."""
    import httpx2  # noqa: PLC0415

    return isinstance(trouble, httpx2.HTTPError)


def application(name: str, url: str, **given: Any) -> Any:  # noqa: ANN401  # Authlib has no types
    """An OAuth client with PKCE (RFC 7636) that asks this machine without a proxy and waits for nobody for ever."""
    from authlib.integrations.starlette_client import OAuth  # noqa: PLC0415  # as above

    more = given.pop("client_kwargs", {})
    elsewhere = not is_loopback(urlsplit(url).hostname or "")
    # Tokens are used at once, so that one of a minute is as good as any (leeway).
    ours = {"code_challenge_method": "S256", "timeout": SECONDS, "trust_env": elsewhere, "leeway": 0}
    return OAuth().register(name, client_kwargs={**ours, **more}, **given)


def text_of(value: object) -> str:
    """A claim as text, '' for what is none; names are no longer than names are."""
    return str(value)[:LONGEST_NAME] if isinstance(value, str | int) and not isinstance(value, bool) else ""
