"""The embedded runner: all lanes of all sites in this process, on either database.

Beside it a second process may work in the same store, an audit or another runner: the leases keep them apart.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.jobs.holders import is_dead, this_process
from service.jobs.lanes import LEASE_SECONDS
from service.jobs.recovery import recover
from service.store.connection import reason
from service.store.leases import Leases

if TYPE_CHECKING:
    from collections.abc import Container

    from service.jobs.lane import LaneRun
    from service.jobs.lanes import Workplace

LOG = structlog.get_logger()


@dataclass(slots=True)
class Embedded:
    """Keeps every lane drained."""

    workplace: Workplace
    lanes: list[LaneRun] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def away(self) -> tuple[type[Exception], ...]:
        """How what it stands on says that the database cannot be reached."""
        return (SQLAlchemyError,)

    async def start(self, now: float) -> None:
        """Looks at what an earlier process left, and starts the lanes."""
        place = self.workplace
        key = await asyncio.to_thread(recover, place.engine, place.sites, place.decisions, now)
        leases = Leases(place.engine, this_process(), LEASE_SECONDS)
        if freed := await asyncio.to_thread(leases.free_those_of, is_dead):
            LOG.info("an_earlier_process_died", leases=freed)
        self.lanes = place.lanes(leases, key, self.wake)
        self._tasks = [asyncio.create_task(lane.run()) for lane in self.lanes]

    async def stop(self) -> None:
        """Ends the lanes between two steps; what was under way is taken up by the next process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.workplace.sender.close()
        try:
            await asyncio.to_thread(self._give_back)
        except SQLAlchemyError as error:  # they end by themselves
            LOG.warning("leases_not_given_back", reason=reason(error))

    def ended(self) -> list[str]:
        """The lanes that run no more: none, unless something is broken."""
        lanes = zip(self.lanes, self._tasks, strict=True)
        return [f"lane {lane.lane} of {lane.site or 'all'}" for lane, task in lanes if task.done()]

    def _give_back(self) -> None:
        for lane in self.lanes:
            lane.give_back()

    def wake(self, name: str, sites: Container[str] | None = None) -> None:
        """Wakes a lane of these sites, or of every one: a change on one may concern issues of another."""
        for lane in self.lanes:
            if lane.lane == name and (sites is None or lane.site in sites):
                lane.wake()
