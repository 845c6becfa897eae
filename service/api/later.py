"""The API as the pages' application meets it: made once, when the service is ready, or at the first question before.

FastAPI and what it makes of our types took an eighth of a service's start, and no webhook needs them.
"""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Final

from starlette.routing import BaseRoute, Match, NoMatchFound

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.datastructures import URLPath
    from starlette.types import Receive, Scope, Send

    from service.pages.desk import Desk

PREFIX: Final = "/api/v1"
DOCUMENT: Final = "/openapi.json"


class Api(BaseRoute):
    """Answers whatever is asked below ``PREFIX``, from a desk, and for what can be asked there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lock = threading.Lock()
        self._app: FastAPI | None = None

    def app(self) -> FastAPI:
        """The application itself, made by whoever comes first."""
        with self._lock:
            if self._app is None:
                from service.api.application import made  # noqa: PLC0415  # see above

                self._app = made(self._desk)
            return self._app

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it is asked."""
        ours = scope["type"] == "http" and (scope["path"] == DOCUMENT or scope["path"].startswith(f"{PREFIX}/"))
        return (Match.FULL if ours else Match.NONE), {}

    def url_path_for(self, name: str, /, **_parameters: object) -> URLPath:
        """No page asks for an address here by its name."""
        raise NoMatchFound(name, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        app = self._app
        if app is None:
            app = await asyncio.to_thread(self.app)
        await app(scope, receive, send)
