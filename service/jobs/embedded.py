"""The embedded runner: all lanes of all sites in this process, on either database.

Beside it a second process may work in the same store, an audit or another runner: the leases keep them apart.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

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
from service.jobs.looking_back import LANE as LOOKING_BACK
from service.jobs.looking_back import LooksBack
from service.jobs.notifying import Notifies, lane_of
from service.jobs.redelivering import LANE as REDELIVERING
from service.jobs.redelivering import Redelivers
from service.jobs.site_lanes import reading_jobs
from service.jobs.speaking import Speaks
from service.jobs.surveying import LANE as SURVEYING
from service.jobs.surveying import Surveys
from service.jobs.telling import LANE as TELLING
from service.jobs.telling import Tells
from service.outgoing.sending import Sender
from service.pipeline.audits import Auditing
from service.pipeline.hint import Hinting
from service.pipeline.judge import Judging
from service.pipeline.learn import Learning
from service.pipeline.look_back import LookingBack
from service.pipeline.notify import Notifying
from service.pipeline.redeliver import Redelivering
from service.pipeline.speak import Speaking
from service.pipeline.survey import Surveying
from service.pipeline.tell import Telling
from service.store.connection import reason
from service.store.kept_settings import is_new, marker_key
from service.store.leases import Leases
from service.store.noise import issues_with_held
from service.store.readings import ALL_FACETS
from service.store.tables import issue
from service.store.work import Lane, mark

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.inbox import Tally
    from service.jobs.lane import Job
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Site, Sites
    from service.store.deliveries import Deliveries

LOG = structlog.get_logger()
LEASE_SECONDS: Final = 5.0
"""How long a killed process keeps others from its lanes."""


class Counts(Protocol):
    """Is told what was done on the trackers, a site at a time."""

    def wrote(self, site: str, what: str) -> None:
        """One write: ``comment``, ``edit`` or ``delete``."""

    def asked_again(self, site: str) -> None:
        """One webhook that was asked for again."""

    def missed(self, site: str, issues: int) -> None:
        """Issues that a sweep found changed, and of which no webhook had told."""


@dataclass(slots=True)
class Embedded:
    """Keeps every lane drained. ``counts`` is told what was done on the trackers."""

    engine: Engine
    deliveries: Deliveries
    sites: Sites
    decisions: Decisions
    tally: Tally
    counts: Counts
    sender: Sender = field(default_factory=Sender.make)
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
            LaneRun(NO_SITE, SURVEYING, Surveys(Surveying(self.engine, self.decisions)), leases),
            *(LaneRun(NO_SITE, name, job, leases) for name, job in (self._sweeping() | self._notifying()).items()),
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
        await self.sender.close()
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
            wrote, missed = partial(self.counts.wrote, site.name), partial(self.counts.missed, site.name)
            speaking = Speaking(self.engine, self.decisions, site.client, key, wrote)
            jobs |= reading_jobs(self.engine, site, site.client, self.sites, after["read"], missed)
            jobs[Lane.SPEAK.value] = Speaks(speaking, site.name, after["speak"])
        if site.redeliverer is not None:
            asked = partial(self.counts.asked_again, site.name)
            jobs[REDELIVERING] = Redelivers(Redelivering(self.engine, site.name, site.redeliverer, asked))
        return jobs

    def _sweeping(self) -> dict[str, Job]:
        """What schedule and pages have swept, unless there is nothing that can be read."""
        schedule = self.decisions.settings.schedule
        jobs: dict[str, Job] = {}
        if not any(site.client is not None for site in self.sites.by_name.values()):
            return jobs
        auditing = Auditing(self.engine, self.decisions, self.sites)
        jobs[AUDITING] = Audits(auditing, schedule.cron, lambda: self._wake_after(AUDITING))
        if schedule.look_back_seconds:
            looking_back = LookingBack(self.engine, self.sites, schedule.look_back_seconds)
            jobs[LOOKING_BACK] = LooksBack(looking_back, lambda: self._wake_after(LOOKING_BACK))
        return jobs

    def _notifying(self) -> dict[str, Job]:
        """A lane for each program that is told what changed."""
        receivers = [webhook.receiver() for webhook in self.decisions.settings.webhooks]
        return {lane_of(one.name): Notifies(Notifying(self.engine, one, self.sender)) for one in receivers}

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
    LOOKING_BACK: ("scan",),
}
"""Which lanes may have work after a batch of one. Speaking has an issue read where it could not be written on."""
