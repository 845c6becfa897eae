"""Whoever is refused waits for it: refusals leave at a steady rate, however fast they are asked for.

Who tries addresses, tokens or broken bodies by the thousand sends the next as soon as one is answered, and would have
the processor that webhooks are taken in with. Whoever is refused now and then notices nothing.
"""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from service.access.pace import Pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

A_SECOND: Final = 200
"""Refusals that leave without anybody waiting for long; an answer of ours takes about a thousandth of a processor."""
AT_ONCE: Final = 200
"""As many may come together, when there was none for a while: a browser, or a program that was set up wrongly."""
LONGEST_SECONDS: Final = 1.0
"""What a refusal waits at most, so that those who wait stay few."""
EVERYBODY: Final = ""
"""Behind a proxy all have one address, so that the pace is one for all."""
REFUSED: Final = range(HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)


class Refusals:
    """Has what an application refuses wait for its turn."""

    def __init__(
        self,
        app: ASGIApp,
        clock: Callable[[], float] = time.monotonic,
        *,
        a_second: float = A_SECOND,
        at_once: int = AT_ONCE,
    ) -> None:
        self.behind, self._clock = app, clock
        self._pace = Pace(at_once + 1, 1 / a_second)

    def wait(self) -> float:
        """The seconds until the turn of whoever is refused now; ``LONGEST_SECONDS`` for whoever comes too late."""
        now = self._clock()
        seconds = min(self._pace.until(EVERYBODY, now), LONGEST_SECONDS)
        if seconds < LONGEST_SECONDS:
            self._pace.count(EVERYBODY, now)
        return seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server."""
        if scope["type"] != "http":
            await self.behind(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in REFUSED:
                await asyncio.sleep(self.wait())
            await send(message)

        await self.behind(scope, receive, sent)
