"""The lane of deliveries: what webhooks brought becomes hints, in the order in which it came."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.inbox import Tally
    from service.pipeline.hint import Hinting
    from service.store.leases import Lease

A_BATCH: Final = 10
"""Deliveries that are heard in one transaction: on SQLite nothing is taken in meanwhile."""
BURST: Final = 100
"""Deliveries a second from which on taking them in comes first, and hearing only keeps its foot in the door."""


class Rest(NamedTuple):
    """How long it does nothing: so many times as long as it worked, so many seconds at most."""

    share: int
    longest: float

    async def after(self, worked: float) -> None:
        """Rests after so many seconds of work."""
        await asyncio.sleep(min(self.longest, self.share * worked))


AT_LEISURE: Final = Rest(10, 0.25)
"""Once all is heard: what comes meanwhile is heard together. A transaction for each webhook, beside the one that takes
it in, had the next webhook wait for both."""
IN_A_BURST: Final = Rest(50, 5.0)


@dataclass(slots=True)
class Hearing:
    """Hears the new deliveries of a site; ``heard`` is called after each batch that said anything."""

    hinting: Hinting
    tally: Tally
    heard: Callable[[], None]
    _kept: int = 0
    _since: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """One batch."""
        started = time.monotonic()
        count, said = await asyncio.to_thread(self._hear, lease)
        if said:
            self.heard()
        now = time.monotonic()
        if self._is_burst(now):
            await IN_A_BURST.after(now - started)
        elif count < A_BATCH:
            await AT_LEISURE.after(now - started)
        return count == A_BATCH

    def due(self) -> float | None:
        """At once, if there is any."""
        return 0.0 if self.hinting.deliveries.any_new(self.hinting.site.name) else None

    def _is_burst(self, now: float) -> bool:
        """Whether more came in since the last batch than can be heard beside it."""
        came, seconds = self.tally.kept - self._kept, now - self._since
        self._kept, self._since = self.tally.kept, now
        return came > A_BATCH and came > BURST * seconds

    def _hear(self, lease: Lease) -> tuple[int, bool]:
        """How many there were, and whether they said anything."""
        arrived = self.hinting.deliveries.new(self.hinting.site.name, A_BATCH)
        return len(arrived), bool(arrived) and self.hinting.hint(arrived, lease, time.time())
