"""Says in one sentence who may see pages and API, to whoever starts Detour. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.loopback import is_local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.settings import Settings


def admitted(settings: Settings) -> str:
    """Where the pages are, and for whom."""
    server = settings.server
    address = server.public_url or f"http://{server.host}:{server.port}"
    if settings.access.is_open:
        return f"pages and API at {address}: for {' and '.join(_those(settings))}"
    if is_local(server):
        return f"pages and API at {address}: for this machine alone, where whoever asks is an admin"
    return f"pages and API at {address}: for nobody yet; [access] of the configuration says who may come in"


def _those(settings: Settings) -> Iterator[str]:
    access = settings.access
    names = [one for one in (access.openid and access.openid.name, access.github and "GitHub") if one]
    if names:
        yield f"whoever signs in with {' or '.join(names)} and has a role"
    yield "programs that show a token" if access.bearer_token is None else "whoever shows a token"
