"""Begins and ends the sessions of people, and keeps both as deeds."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog
from starlette.responses import RedirectResponse

from service.access.callers import MACHINE
from service.access.cookies import SESSION
from service.access.local_paths import SIGN_IN, local_path
from service.access.people import TOKEN
from service.access.viewer import viewer_of
from service.store import access_sessions
from service.store.deeds import Deed, record

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from service.access.callers import Callers
    from service.store.access_sessions import Person

LOG = structlog.get_logger()
SIGN_OUT: Final = "/sign-out"
LEAVE: Final = "leave"
"""Beneath a way to sign in: where its own session is ended."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """Those of all who sign in."""

    callers: Callers

    async def begin(self, request: Request, person: Person, back: str) -> Response:
        """A new session in the place of any that the browser had, whoever had put it there; leads to a page of ours."""
        before = self.callers.cookies.read(request, SESSION)
        shown = await asyncio.to_thread(self._begun, person, before)
        LOG.info("signed_in", who=person.identity, way=person.way)
        leading = RedirectResponse(local_path(back), 303)
        self.callers.cookies.write(leading, SESSION, shown, self._seconds)
        return leading

    async def end(self, request: Request) -> Response:
        """Ends a session; the gate has seen that somebody meant to."""
        viewer, shown = viewer_of(request), self.callers.cookies.read(request, SESSION)
        person = None
        if viewer.identity != MACHINE:
            deed = Deed(at=time.time(), who=viewer.identity, name=viewer.name, what="sign-out")
            person = await asyncio.to_thread(self._ended, shown, deed)
        led = SIGN_IN if person is None or person.way == TOKEN else f"{SIGN_IN}/{person.way}/{LEAVE}"
        leading = RedirectResponse(led, 303)
        self.callers.cookies.drop(leading, SESSION)
        # What a browser kept of pages is not for whoever sits there next: https://www.w3.org/TR/clear-site-data/
        leading.headers["Clear-Site-Data"] = '"cache"'
        return leading

    @property
    def _seconds(self) -> float:
        return self.callers.settings.access.session_seconds

    def _begun(self, person: Person, before: str) -> str:
        now = time.time()
        deed = Deed(at=now, who=person.identity, name=person.name, what="sign-in", after={"way": person.way})
        with self.callers.engine.begin() as connection:
            access_sessions.end(connection, before)
            record(connection, deed)
            return access_sessions.begin(connection, person, now, self._seconds)

    def _ended(self, shown: str, deed: Deed) -> Person | None:
        with self.callers.engine.begin() as connection:
            person = access_sessions.person_of(connection, shown, deed.at)
            access_sessions.end(connection, shown)
            record(connection, deed)
        return person
