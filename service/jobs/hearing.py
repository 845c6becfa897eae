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
SHARE: Final = 4
"""While webhooks come in, hearing rests so many times as long as it worked: taking them in comes first."""
LONGEST_REST: Final = 1.0


@dataclass(slots=True)
class Hearing:
    """Hears the new deliveries of a site; ``heard`` is called after each batch."""

    hinting: Hinting
    tally: Tally
    heard: Callable[[], None]
    _kept: int = 0

    async def work(self, lease: Lease) -> bool:
        """One batch."""
        started, kept = time.monotonic(), self.tally.kept
        busy, self._kept = kept - self._kept > A_BATCH, kept
        count = await asyncio.to_thread(self._hear, lease)
        if count:
            self.heard()
        if busy:
            await asyncio.sleep(min(LONGEST_REST, SHARE * (time.monotonic() - started)))
        return count == A_BATCH

    def due(self) -> float | None:
        """At once, if there is any."""
        return 0.0 if self.hinting.deliveries.new(self.hinting.site.name, 1) else None

    def _hear(self, lease: Lease) -> int:
        arrived = self.hinting.deliveries.new(self.hinting.site.name, A_BATCH)
        if arrived:
            self.hinting.hint(arrived, lease, time.time())
        return len(arrived)
