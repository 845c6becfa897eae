"""A lane that asks a tracker: whatever comes of it, what the tracker says is left of its limits is kept."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.store import allowances
from service.store.connection import reason

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from connectors.metering import Left, Meter
    from service.jobs.lane import Job
    from service.store.leases import Lease

LOG = structlog.get_logger()
SECONDS: Final = 10.0
"""So often at most it is kept while there is work: each answer tells another figure."""


@dataclass(slots=True)
class Metered:
    """The job of such a lane. ``meter`` is its site's, which other lanes have, too."""

    job: Job
    engine: Engine
    site: str
    meter: Meter
    _kept: dict[str, Left] = field(default_factory=dict)
    _at: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """One batch. Raises what the job raises."""
        more = False
        try:
            more = await self.job.work(lease)
        finally:
            left, now = dict(self.meter.left), time.time()
            if left != self._kept and not (more and now < self._at + SECONDS):
                await asyncio.to_thread(self._keep, left, now)
        return more

    def due(self) -> float | None:
        """When the next work is due."""
        return self.job.due()

    def _keep(self, left: dict[str, Left], now: float) -> None:
        """A figure that cannot be kept is not worth to fail for."""
        try:
            with self.engine.begin() as connection:
                allowances.keep(connection, self.site, left, now)
        except SQLAlchemyError as error:
            LOG.warning("allowance_not_kept", site=self.site, reason=reason(error))
            return
        self._kept, self._at = left, now
