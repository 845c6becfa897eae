"""The lane of deliveries: what webhooks brought becomes hints, in the order in which it came."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.inbox import Tally
    from service.pipeline.hint import Hinting
    from service.store.leases import Lease

A_BATCH: Final = 200
BURST: Final = 500
"""Deliveries a second from which on taking them in comes first, and hearing only keeps its foot in the door."""
REST: Final = 1.0
"""Seconds between two batches in a burst."""


@dataclass(slots=True)
class Hearing:
    """Hears the new deliveries of a site; ``heard`` is called after each batch."""

    hinting: Hinting
    tally: Tally
    heard: Callable[[], None]
    _kept: int = 0
    _since: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """One batch."""
        count = await asyncio.to_thread(self._hear, lease)
        if count:
            self.heard()
        if self._is_burst(time.monotonic()):
            await asyncio.sleep(REST)
        return count == A_BATCH

    def due(self) -> float | None:
        """At once, if there is any."""
        return 0.0 if self.hinting.deliveries.new(self.hinting.site.name, 1) else None

    def _is_burst(self, now: float) -> bool:
        """Whether more came in since the last batch than can be heard beside it."""
        came, seconds = self.tally.kept - self._kept, now - self._since
        self._kept, self._since = self.tally.kept, now
        return came > A_BATCH and came > BURST * seconds

    def _hear(self, lease: Lease) -> int:
        arrived = self.hinting.deliveries.new(self.hinting.site.name, A_BATCH)
        if arrived:
            self.hinting.hint(arrived, lease, time.time())
        return len(arrived)
