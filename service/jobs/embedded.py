"""The embedded runner: all lanes of all sites in this process, on either database.

Beside it a second process may work in the same store, an audit or another runner: the leases keep them apart.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from service.jobs.auditing import LANE as AUDITING
from service.jobs.auditing import Audits
from service.jobs.hearing import Hearing
from service.jobs.holders import is_dead, this_process
from service.jobs.judging import Judges
from service.jobs.lane import LaneRun
from service.jobs.learning import LANE as LEARNING
from service.jobs.learning import NO_SITE, Learns
from service.jobs.site_lanes import reading_jobs
from service.jobs.speaking import Speaks
from service.jobs.telling import LANE as TELLING
from service.jobs.telling import Tells
from service.pipeline.audits import Auditing
from service.pipeline.hint import Hinting
from service.pipeline.judge import Judging
from service.pipeline.learn import Learning
from service.pipeline.speak import Speaking
from service.pipeline.tell import Telling
from service.store.connection import reason
from service.store.kept_settings import is_new, marker_key
from service.store.leases import Leases
from service.store.noise import issues_with_held
from service.store.readings import ALL_FACETS
from service.store.tables import issue
from service.store.work import Lane, mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from service.inbox import Tally
    from service.jobs.lane import Job
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Site, Sites
    from service.store.deliveries import Deliveries

LOG = structlog.get_logger()
LEASE_SECONDS: Final = 5.0
"""How long a killed process keeps others from its lanes."""


@dataclass(slots=True)
class Embedded:
    """Keeps every lane drained. ``spoke`` is told of each write on a tracker: the site, and what it was."""

    engine: Engine
    deliveries: Deliveries
    sites: Sites
    decisions: Decisions
    tally: Tally
    spoke: Callable[[str, str], None] = lambda _site, _what: None
    lanes: list[LaneRun] = field(default_factory=list)
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    async def start(self, now: float) -> None:
        """Looks at what an earlier process left, and starts the lanes."""
        key = await asyncio.to_thread(self._recover, now)
        leases = Leases(self.engine, this_process(), LEASE_SECONDS)
        if freed := await asyncio.to_thread(leases.free_those_of, is_dead):
            LOG.info("an_earlier_process_died", leases=freed)
        learns = Learns(Learning(self.engine, self.decisions), lambda: self._wake_after(LEARNING))
        tells = Tells(Telling(self.engine, self.decisions, key))
        self.lanes = [
            LaneRun(NO_SITE, LEARNING, learns, leases),
            LaneRun(NO_SITE, TELLING, tells, leases),
            *(LaneRun(NO_SITE, AUDITING, audits, leases) for audits in self._audits()),
            *(
                LaneRun(site.name, name, job, leases)
                for site in self.sites.by_name.values()
                for name, job in self._jobs(site, key).items()
            ),
        ]
        self._tasks = [asyncio.create_task(lane.run()) for lane in self.lanes]

    async def stop(self) -> None:
        """Ends the lanes between two steps; what was under way is taken up by the next process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        try:
            await asyncio.to_thread(self._give_back)
        except SQLAlchemyError as error:  # they end by themselves
            LOG.warning("leases_not_given_back", reason=reason(error))

    def _give_back(self) -> None:
        for lane in self.lanes:
            lane.give_back()

    def wake(self, name: str) -> None:
        """Wakes a lane of every site: a change on one may concern issues of another."""
        for lane in self.lanes:
            if lane.lane == name:
                lane.wake()

    def _jobs(self, site: Site, key: bytes) -> dict[str, Job]:
        judging = Judging(self.engine, self.decisions, speaks=site.client is not None)
        after = {lane: lambda lane=lane: self._wake_after(lane) for lane in FOLLOWING}
        jobs: dict[str, Job] = {
            "hear": Hearing(Hinting(self.engine, self.deliveries, site, self.sites), self.tally, after["hear"]),
            Lane.JUDGE.value: Judges(judging, site.name, after["judge"]),
        }
        if site.client is not None:
            speaking = Speaking(self.engine, self.decisions, site.client, key, lambda what: self.spoke(site.name, what))
            jobs |= reading_jobs(self.engine, site, site.client, self.sites, after["read"])
            jobs[Lane.SPEAK.value] = Speaks(speaking, site.name, after["speak"])
        return jobs

    def _audits(self) -> list[Audits]:
        """Audits by the schedule, unless it says never, or there is nothing that can be read."""
        cron = self.decisions.settings.schedule.cron
        if cron is None or not any(site.client is not None for site in self.sites.by_name.values()):
            return []
        auditing = Auditing(self.engine, self.decisions, self.sites)
        return [Audits(auditing, cron, lambda: self._wake_after(AUDITING))]

    def _wake_after(self, lane: str) -> None:
        for following in FOLLOWING[lane]:
            self.wake(following)

    def _recover(self, now: float) -> bytes:
        """What other decisions, or credentials that are new, make due; the key of our markers."""
        with self.engine.begin() as connection:
            if is_new(connection, "decisions", self.decisions.digest):
                read = connection.execute(select(issue.c.id).where(issue.c.told.is_not(None))).scalars()
                LOG.info("judging_all", issues=mark(connection, Lane.JUDGE, list(read), now))
            unread = (issue.c.told.is_(None)) & (issue.c.gone == "")
            rows = connection.execute(select(issue.c.id, issue.c.site).where(unread))
            wanted = [row.id for row in rows if self.sites.readable(row.site)]
            mark(connection, Lane.READ, wanted, now, dict.fromkeys(wanted, ALL_FACETS))
            # Another budget may have room for it, and a team may have lost its digest.
            mark(connection, Lane.SPEAK, issues_with_held(connection), now)
            return marker_key(connection)


FOLLOWING: Final = {
    "hear": ("read", "judge"),
    "read": ("read", "scan", "judge"),
    "judge": ("speak",),
    "speak": ("read",),
    LEARNING: ("judge",),
    AUDITING: ("scan",),
}
"""Which lanes may have work after a batch of one. Speaking has an issue read where it could not be written on."""
