"""The lane of tidying: of no site. It takes away what came in long ago, a few times a day, behind everything else."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from service.store.leases import guard
from service.store.tidying import tidy

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.settings.retention import RetentionTable
    from service.store.leases import Lease
    from service.store.tidying import Tidied

LOG = structlog.get_logger()
LANE: Final = "tidy"
EVERY_SECONDS: Final = 6 * 3600.0
REST_SECONDS: Final = 0.1
"""Between two batches, in which deliveries are taken in."""


@dataclass(slots=True)
class Tidies:
    """Keeps deliveries as long as the configuration says."""

    engine: Engine
    retention: RetentionTable
    _due: float = 0.0
    _through: int = 0
    _scrubbed: int = 0
    _forgotten: int = 0

    async def work(self, lease: Lease) -> bool:
        """One batch."""
        done = await asyncio.to_thread(self._tidy, lease, time.time())
        self._scrubbed, self._forgotten = self._scrubbed + done.scrubbed, self._forgotten + done.forgotten
        if done.through is not None:
            self._through = done.through
            await asyncio.sleep(REST_SECONDS)
            return True
        if self._scrubbed or self._forgotten:
            LOG.info("tidied", bodies=self._scrubbed, deliveries=self._forgotten)
        self._due, self._through, self._scrubbed, self._forgotten = time.time() + EVERY_SECONDS, 0, 0, 0
        return False

    def due(self) -> float:
        """When to begin again from the first delivery on."""
        return self._due

    def _tidy(self, lease: Lease, now: float) -> Tidied:
        kept = self.retention.deliveries_seconds
        with self.engine.begin() as connection:
            guard(connection, lease)
            forget_before = 0.0 if kept is None else now - kept
            return tidy(connection, self._through, now - self.retention.bodies_seconds, forget_before)
