"""The lane of redelivering: on start, and then each quarter of an hour, for what did not arrive meanwhile.

One is asked for first, and the others once that has arrived: where nothing can come in, nothing is asked for in vain.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.pipeline.redeliver import Redelivering
    from service.store.leases import Lease

LOG = structlog.get_logger()
LANE: Final = "redeliver"
ROUND_SECONDS: Final = 900.0
FIRST_SECONDS: Final = 120.0
"""When the next round begins if nothing came in, then after twice as long each time; or if a search failed."""
PATIENCE_SECONDS: Final = 60.0
"""How long the first one may take to arrive."""
LOOK_SECONDS: Final = 1.0
AT_ONCE: Final = 0.0


class _Step(Enum):
    SEARCH = auto()
    TRY = auto()
    WAIT = auto()
    ASK = auto()


@dataclass(slots=True)
class Redelivers:
    """Makes the rounds of one site. ``clock`` is in seconds since 1970."""

    redelivering: Redelivering
    clock: Callable[[], float] = time.time
    _step: _Step = _Step.SEARCH
    _due: float = AT_ONCE
    _tried: str = ""
    _until: float = 0.0
    _asked: int = 0
    _pause: float = 0.0
    _round: float = ROUND_SECONDS

    async def work(self, lease: Lease) -> bool:
        """One step of a round. Raises ``Unavailable``."""
        now = self.clock()
        if self._step is _Step.SEARCH:
            return await self._search(lease, now)
        if self._step is _Step.WAIT:
            return await self._wait(now)
        asked = await self.redelivering.ask(lease, now)
        if asked is None:
            return self._end(now + self._round)
        self._asked += 1
        if self._step is _Step.TRY:
            self._step, self._tried, self._until = _Step.WAIT, asked, now + PATIENCE_SECONDS
        return True

    def due(self) -> float:
        """At once in the middle of a round, else when the next one begins."""
        return self._due

    async def _search(self, lease: Lease, now: float) -> bool:
        """What is known already is asked for, also if there is no answer to what else there is."""
        self._step, self._due, self._round = _Step.TRY, AT_ONCE, FIRST_SECONDS
        await self.redelivering.search(lease, now)
        self._round = ROUND_SECONDS
        return True

    async def _wait(self, now: float) -> bool:
        if await asyncio.to_thread(self.redelivering.has_arrived, self._tried):
            self._step, self._due, self._pause = _Step.ASK, AT_ONCE, 0.0
            return True
        if now < self._until:
            self._due = now + LOOK_SECONDS
            return False
        LOG.warning("webhooks_still_do_not_arrive", site=self.redelivering.site)
        self._pause = min(ROUND_SECONDS, max(FIRST_SECONDS, 2 * self._pause))
        return self._end(now + self._pause)

    def _end(self, following: float) -> bool:
        if self._asked:
            LOG.info("webhooks_asked_for_again", site=self.redelivering.site, webhooks=self._asked)
        self._step, self._due, self._asked = _Step.SEARCH, following, 0
        return False
