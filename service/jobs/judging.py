"""The lane of judging, and the alarm clock for verdicts that time alone changes."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.store.work import Lane, claim, next_due

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.pipeline.judge import Judging
    from service.store.leases import Lease

BATCHES: Final = {Lane.JUDGE: 200, Lane.REVIEW: 50}
"""What is judged, in this order, and how much at a time: what nobody waits for must not hold up the rest for long."""
WAKING_SECONDS: Final = 30.0
"""How often verdicts are looked at whose time has come."""


@dataclass(slots=True)
class Judges:
    """Judges what waits on a site; ``judged`` is called after each batch."""

    judging: Judging
    site: str
    judged: Callable[[], None]
    _woken: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """One batch."""
        worked = await asyncio.to_thread(self._judge, lease)
        if worked:
            self.judged()
        return worked

    def due(self) -> float | None:
        """When the next issue is to be judged."""
        if time.time() - self._woken > WAKING_SECONDS:
            self._woken = time.time()
            with self.judging.engine.begin() as connection:
                self.judging.wake(connection, time.time(), BATCHES[Lane.JUDGE])
        return next_due(self.judging.engine, self.site, *BATCHES)

    def _judge(self, lease: Lease) -> bool:
        now = time.time()
        for lane, size in BATCHES.items():
            if claims := claim(self.judging.engine, self.site, lane, now, size):
                self.judging.judge(claims, lease, now, lane)
                return True
        return False
