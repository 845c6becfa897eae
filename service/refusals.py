"""Whoever is refused waits for it: refusals leave at a steady rate, however fast they are asked for.

Who tries addresses, tokens or broken bodies by the thousand sends the next as soon as one is answered, and would have
the processor that webhooks are taken in with. Whoever is refused now and then notices nothing.
"""

from __future__ import annotations

import asyncio
import time
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

A_SECOND: Final = 200
"""Refusals that leave without anybody waiting for long; an answer of ours takes about a thousandth of a processor."""
AT_ONCE: Final = 200
"""As many may come together, when there was none for a while: a browser, or a program that was set up wrongly."""
LONGEST_SECONDS: Final = 1.0
"""What a refusal waits at most, so that those who wait stay few."""

REFUSED: Final = range(HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)


class Pace:
    """A turn every so often, with some in reserve: the generic cell rate algorithm of ITU-T I.371."""

    def __init__(self, a_second: float = A_SECOND, at_once: int = AT_ONCE) -> None:
        self._every, self._reserve = 1 / a_second, at_once / a_second
        self._next = 0.0

    def wait(self, now: float) -> float:
        """The seconds until the turn of whoever asks now; at most ``LONGEST_SECONDS``, for whoever comes too late."""
        turn = max(self._next, now - self._reserve)
        self._next = min(turn + self._every, now + LONGEST_SECONDS)
        return max(0.0, turn - now)


class Refusals:
    """Has what an application refuses wait for its turn."""

    def __init__(self, app: ASGIApp, clock: Callable[[], float] = time.monotonic) -> None:
        self.behind, self._pace, self._clock = app, Pace(), clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server."""
        if scope["type"] != "http":
            await self.behind(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in REFUSED:
                await asyncio.sleep(self._pace.wait(self._clock()))
            await send(message)

        await self.behind(scope, receive, sent)
