"""Stands before pages and API: finds out who asks, and lets in whoever may.

Plain ASGI, so that what streams goes on streaming. Webhooks are answered before it, and prove themselves.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import HTTPConnection

from service.access.badges import READER, opens, shown_key
from service.access.forms import SAFE, require_same_origin, require_token
from service.access.limits import limited
from service.access.local_paths import SIGN_IN, wanted
from service.access.safeguards import guarded, safeguards
from service.access.turned_away import TurnedAwayError, answer, unavailable
from service.access.ways import SignInNeededError, Ways

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Receive, Scope, Send

    from service.access.viewer import Viewer
    from service.settings import Settings

OPEN: Final = frozenset({"/healthz", "/readyz", "/metrics"})
"""What machines of the house ask for, whoever they are."""
ASSETS: Final = "/assets/"
"""Style and scripts of pages, the one that asks to sign in among them."""


class Callers(Protocol):
    """All who may ask."""

    @property
    def settings(self) -> Settings:
        """Who is let in."""

    @property
    def key(self) -> bytes:
        """What proves that something was shown by us."""

    def asks(self, request: HTTPConnection) -> bool:
        """Whether the store is to be asked who it is, which takes a while."""

    def viewer(self, request: HTTPConnection, now: float) -> Viewer | None:
        """Who asks; ``None`` for somebody who is to sign in. Raises ``TurnedAwayError``."""


def gate_of(callers: Callers, behind: ASGIApp) -> Gate:
    """The gate as it is configured."""
    public_url = callers.settings.server.public_url
    return Gate(behind, callers, public_url, safeguards(public_url))


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets through to ``behind`` whom ``callers`` know."""

    behind: ASGIApp
    callers: Callers
    public_url: str | None
    headers: Mapping[str, str]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server. There are no web sockets here."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] != "http":
            await self.behind(scope, receive, send)
        else:
            await self._request(scope, receive, guarded(send, self.headers))

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HTTPConnection(scope)
        try:
            if not is_open(scope["path"]):
                receive = await self._admitted(request, receive)
        except TurnedAwayError as away:
            await answer(request, away)(scope, receive, send)
        except SQLAlchemyError as error:
            await answer(request, unavailable(error))(scope, receive, send)
        else:
            await self.behind(scope, receive, send)

    async def _admitted(self, request: HTTPConnection, receive: Receive) -> Receive:
        """Says in the request's state who asks. Raises ``TurnedAwayError``, and what the store raises."""
        shown = shown_key(request.scope) if self.callers.settings.access.is_open else None
        if shown is not None and await asyncio.to_thread(lambda: opens(self.callers.key, *shown)):
            return _known(request, READER, receive)
        viewer = await self._viewer(request)
        if viewer is None:
            back = wanted(request.scope["path"], request.scope["query_string"])
            raise SignInNeededError(Ways(self.callers.settings.access, back))
        if viewer.form_token and request.scope["method"] not in SAFE:
            require_same_origin(request, self.public_url)
            receive = await require_token(request, receive, viewer.form_token)
        return _known(request, viewer, limited(receive))

    async def _viewer(self, request: HTTPConnection) -> Viewer | None:
        """Who asks. Most who are turned away show nothing: they are not worth a thread."""
        if self.callers.asks(request):
            return await asyncio.to_thread(self.callers.viewer, request, time.time())
        return self.callers.viewer(request, time.time())


def _known(request: HTTPConnection, viewer: Viewer, receive: Receive) -> Receive:
    request.scope["state"] = {**request.scope.get("state", {}), "viewer": viewer}
    return receive


def is_open(path: str) -> bool:
    """Whether a path is for everybody."""
    return path in OPEN or path.startswith((ASSETS, f"{SIGN_IN}/")) or path == SIGN_IN
