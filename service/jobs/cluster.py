"""The cluster runner: this process works beside others on one PostgreSQL, all in the same lanes.

Procrastinate carries the wake-ups from machine to machine, and fires the sweep and the rescue once in the fleet. What
keeps two workers apart are the leases of the lanes: whatever is lost or doubled of wake-ups costs time, and no more.
No task is ever retried: one that is while a newer wake-up of its lane waits would hold its lock forever.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from sqlalchemy.exc import SQLAlchemyError

from service.jobs.fleet import Fleet
from service.jobs.holders import is_dead, this_process
from service.jobs.homes import Homes
from service.jobs.lanes import ASKING, LEASE_SECONDS
from service.jobs.queue import Pace, Queue
from service.jobs.recovery import recover
from service.jobs.waking import ANYWHERE, AWAY, DRAIN, Key, Waker, opened, queue_of, wake_app
from service.store.connection import reason
from service.store.leases import Leases

if TYPE_CHECKING:
    from collections.abc import Container, Iterable

    from procrastinate import App

    from service.jobs.lane import LaneRun
    from service.jobs.lanes import Workplace

LOG = structlog.get_logger()


@dataclass(slots=True)
class Cluster:
    """Drains lanes as it is woken, and wakes them in turn."""

    workplace: Workplace
    pace: Pace = field(default_factory=Pace)
    lanes: dict[Key, LaneRun] = field(default_factory=dict)
    _app: App = field(init=False)
    _waker: Waker = field(init=False)
    _fleet: Fleet = field(init=False)
    _anywhere: Queue = field(init=False)
    _homes: Homes = field(init=False)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def away(self) -> tuple[type[Exception], ...]:
        """How what it stands on says that the database cannot be reached."""
        return AWAY

    async def start(self, now: float) -> None:
        """Looks at what an earlier process left, and begins to work."""
        place = self.workplace
        key = await asyncio.to_thread(recover, place.engine, place.sites, place.decisions, now)
        leases = Leases(place.engine, this_process(), LEASE_SECONDS)
        if freed := await asyncio.to_thread(leases.free_those_of, is_dead):
            LOG.info("an_earlier_process_died", leases=freed)
        self.lanes = {Key(run.site, run.lane): run for run in place.lanes(leases, key, self.wake)}
        self._app, self._fleet = wake_app(place.engine), Fleet(leases)
        self._define()
        await opened(self._app)
        self._waker = Waker(self._app, place.engine, {one: run.job.due for one, run in self.lanes.items()})
        self._anywhere = self._queue(ANYWHERE, self._elsewhere())
        self._anywhere.start()
        self._homes = self._made_homes()
        self._tasks = [asyncio.create_task(self._waker.run()), asyncio.create_task(self._homes.run())]

    async def stop(self) -> None:
        """Ends the steps in hand, and gives everything back; what was under way is taken up by others."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(self._anywhere.end(), self._homes.end())
        await self.workplace.sender.close()
        await self._app.close_async()
        try:
            await asyncio.to_thread(self._give_back)
        except SQLAlchemyError as error:  # they end by themselves
            LOG.warning("leases_not_given_back", reason=reason(error))

    def ended(self) -> list[str]:
        """What runs no more: nothing, unless something is broken."""
        return ["waking of workers" for task in self._tasks[:1] if task.done()] + [
            "watch over sites" for task in self._tasks[1:] if task.done()
        ]

    def wake(self, name: str, sites: Container[str] | None = None) -> None:
        """Wakes a lane of these sites, or of every one, here or elsewhere: a change may concern several."""
        named = {key: run for key, run in self.lanes.items() if key.is_of(name, sites)}
        for run in named.values():
            run.wake()
        self._waker.wake(key for key, run in named.items() if not run.draining)

    def _define(self) -> None:
        """What wake-ups are for, and what comes with the clock."""
        self._app.task(name=DRAIN)(self._drain)
        for name, act, cron in (("sweep", self._sweep, self.pace.sweep), ("rescue", self._rescue, self.pace.rescue)):
            self._app.periodic(cron=cron)(self._app.task(name=name, queue=ANYWHERE, queueing_lock=name)(act))

    async def _drain(self, site: str, lane: str) -> None:
        key = Key(site, lane)
        run = self.lanes.get(key)
        if run is None:
            LOG.warning("lane_unknown", site=site, lane=lane, hint="the processes have different configurations")
            return
        if (following := await run.drain()) is not None:
            self._waker.wake_at(key, following)

    async def _sweep(self, timestamp: int) -> None:
        """Finds what nobody was woken for, in the lanes of the whole fleet; those of a site its home looks at."""
        del timestamp
        self._waker.wake(self._elsewhere())

    async def _rescue(self, timestamp: int) -> None:
        """Ends the wake-ups of workers that were killed, and wakes their lanes anew."""
        del timestamp
        for job in await self._app.job_manager.get_stalled_jobs(seconds_since_heartbeat=self.pace.stalled):
            try:
                await self._app.job_manager.finish_job(job, Status.FAILED, delete_job=True)
            except ConnectorException:  # another worker was quicker
                continue
            LOG.warning("a_worker_died", task=job.task_name, lock=job.lock)
            self._waker.wake(key for key in self.lanes if key.lock == job.lock)

    def _elsewhere(self) -> list[Key]:
        """The lanes that any worker may drain."""
        return [key for key in self.lanes if key.lane not in ASKING]

    def _asking(self, site: str) -> list[Key]:
        """The lanes that talk to a site."""
        return [key for key in self.lanes if key.lane in ASKING and key.site == site]

    def _made_homes(self) -> Homes:
        return Homes(
            self._fleet,
            sorted({key.site for key in self.lanes if key.lane in ASKING}),
            self.pace,
            lambda site: self._queue(queue_of(site), self._asking(site)),
            lambda site: self._waker.wake(self._asking(site)),
        )

    def _queue(self, name: str, keys: Iterable[Key]) -> Queue:
        return Queue(name, self._app, [self.lanes[key] for key in keys], self.pace)

    def _give_back(self) -> None:
        for run in self.lanes.values():
            run.give_back()
        self._fleet.leave()
