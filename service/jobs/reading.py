"""The lane of reading: up to a hundred issues a request, fewer where a request keeps failing."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.contract import Denied, Unavailable
from service.store.leases import guard
from service.store.work import claim, next_due, put_off

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.pipeline.read import ReadingUp
    from service.store.leases import Lease
    from service.store.work import Claim

A_BATCH: Final = 100
FEWER_AFTER: Final = 2
"""Failures after which a batch is halved: one issue that is too much for the tracker must not hide the others."""


@dataclass(slots=True)
class Reads:
    """Reads what waits on a site; ``read`` is called after each batch."""

    reading: ReadingUp
    read: Callable[[], None]
    _size: int = A_BATCH
    _failures: int = 0

    async def work(self, lease: Lease) -> bool:
        """One batch. Raises ``Unavailable``; the batch is then put off, and maybe smaller the next time."""
        now = time.time()
        claims = await asyncio.to_thread(claim, self.reading.engine, lease.site, self.reading.lane, now, self._size)
        if not claims:
            return False
        try:
            await self.reading.read(claims, lease, now)
        except Unavailable as unavailable:
            await asyncio.to_thread(self._fail, claims, lease, unavailable)
            raise
        self._failures, self._size = 0, min(A_BATCH, self._size * 2)
        self.read()
        return True

    def due(self) -> float | None:
        """When the next issue is to be read."""
        return next_due(self.reading.engine, self.reading.site.name, self.reading.lane)

    def _fail(self, claims: Sequence[Claim], lease: Lease, unavailable: Unavailable) -> None:
        """A rate limit is nobody's fault; anything else may be one issue's, which then goes behind the others."""
        if unavailable.retry_after is not None and not isinstance(unavailable, Denied):
            return
        self._failures += 1
        if self._failures >= FEWER_AFTER:
            self._size = max(1, self._size // 2)
        with self.reading.engine.begin() as connection:
            guard(connection, lease)
            put_off(connection, self.reading.lane, claims, time.time() + (1 if len(claims) > 1 else self._failures))
