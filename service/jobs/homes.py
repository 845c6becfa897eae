"""The queues of the sites that are at home in this process, as they come and go with the other workers."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.store.connection import reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.jobs.fleet import Fleet
    from service.jobs.queue import Pace, Queue

LOG = structlog.get_logger()


@dataclass(slots=True)
class Homes:
    """Follows the fleet. ``queue`` makes the queue of a site; ``look`` has the lanes of one woken that have work."""

    fleet: Fleet
    sites: Sequence[str]
    pace: Pace
    queue: Callable[[str], Queue]
    look: Callable[[str], None]
    _queues: dict[str, Queue] = field(default_factory=dict)
    _leaving: set[asyncio.Task[None]] = field(default_factory=set)

    async def run(self) -> None:
        """Until it is cancelled."""
        looked = 0.0
        while True:
            try:
                self._move(await asyncio.to_thread(self.fleet.homes, self.sites))
            except SQLAlchemyError as error:  # nobody sees anything else meanwhile
                LOG.warning("fleet_not_seen", reason=reason(error))
            if time.monotonic() - looked > self.pace.look:
                looked = time.monotonic()
                for site in self._queues:
                    self.look(site)
            await asyncio.sleep(self.pace.home)

    async def end(self) -> None:
        """Ends the steps in hand."""
        self._move(set())
        await asyncio.gather(*self._leaving, return_exceptions=True)

    def _move(self, at_home: set[str]) -> None:
        """Begins with the sites that came, and leaves those that went, without waiting for their steps."""
        for site in at_home - self._queues.keys():
            LOG.info("site_comes_home", site=site)
            self._queues[site] = self.queue(site)
            self._queues[site].start()
            self.look(site)
        for site in self._queues.keys() - at_home:
            LOG.info("site_leaves_home", site=site)
            leaving = asyncio.create_task(self._queues.pop(site).end())
            self._leaving.add(leaving)
            leaving.add_done_callback(self._leaving.discard)
