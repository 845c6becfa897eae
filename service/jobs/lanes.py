"""Which lanes there are, what is done in each, and which follow which: the same for every runner."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from service.jobs.auditing import LANE as AUDITING
from service.jobs.auditing import Audits
from service.jobs.checking import Checks
from service.jobs.hearing import Hearing
from service.jobs.judging import Judges
from service.jobs.lane import LaneRun
from service.jobs.learning import LANE as LEARNING
from service.jobs.learning import NO_SITE, Learns
from service.jobs.looking_back import LANE as LOOKING_BACK
from service.jobs.looking_back import LooksBack
from service.jobs.metering import Metered
from service.jobs.notifying import Notifies, lane_of
from service.jobs.redelivering import LANE as REDELIVERING
from service.jobs.redelivering import Redelivers
from service.jobs.site_lanes import reading_jobs
from service.jobs.speaking import Speaks
from service.jobs.surveying import LANE as SURVEYING
from service.jobs.surveying import Surveys
from service.jobs.telling import LANE as TELLING
from service.jobs.telling import Tells
from service.jobs.tidying import LANE as TIDYING
from service.jobs.tidying import Tidies
from service.pipeline.audits import Auditing
from service.pipeline.check import Checking
from service.pipeline.hint import Hinting
from service.pipeline.judge import Judging
from service.pipeline.learn import Learning
from service.pipeline.look_back import LookingBack
from service.pipeline.notify import Notifying
from service.pipeline.redeliver import Redelivering
from service.pipeline.speak import Speaking
from service.pipeline.survey import Surveying
from service.pipeline.tell import Telling
from service.settings.renewal import Renewed
from service.store.turns import StoredTurns
from service.store.work import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from service.inbox import Tally
    from service.jobs.lane import Job
    from service.jobs.site_lanes import After
    from service.outgoing.sending import Receiver, Sender
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Site, Sites
    from service.settings import Settings
    from service.store.deliveries import Deliveries
    from service.store.leases import Leases


LEASE_SECONDS: Final = 5.0
"""How long a killed process keeps others from its lanes."""
HEARING: Final = "hear"
FOLLOWING: Final = {
    HEARING: ("read", "judge", "check"),
    "read": ("read", "judge"),
    "scan": ("scan", "judge"),
    "judge": ("speak", "check"),
    "speak": ("read",),
    "check": ("read",),
    LEARNING: ("judge",),
    AUDITING: ("scan", SURVEYING),
    LOOKING_BACK: ("scan",),
}
"""Which lanes may have work after a batch of one. Speaking has an issue read where it could not be written on."""
ASKING: Final = frozenset({Lane.READ.value, Lane.SCAN.value, Lane.SPEAK.value, Lane.CHECK.value, REDELIVERING})
"""The lanes of a site that talk to its tracker, which limits them all together."""


class Counts(Protocol):
    """Is told what was done on the trackers, a site at a time."""

    def wrote(self, site: str, what: str) -> None:
        """One write: ``comment``, ``edit`` or ``delete``."""

    def asked_again(self, site: str) -> None:
        """One webhook that was asked for again."""

    def missed(self, site: str, issues: int) -> None:
        """Issues that a sweep found changed, and of which no webhook had told."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """What all lanes work with. ``counts`` is told what was done on the trackers."""

    engine: Engine
    deliveries: Deliveries
    sites: Sites
    decisions: Decisions
    tally: Tally
    counts: Counts
    sender: Sender

    def lanes(self, leases: Leases, key: bytes, wake: Callable[[str], None]) -> list[LaneRun]:
        """All lanes, each to be run. ``wake`` is called with the name of a lane that may have work, on any site.

        ``key`` is that of our markers.
        """

        def after(lane: str) -> Callable[[], None]:
            return partial(_wake_all, wake, FOLLOWING[lane])

        everywhere = self._everywhere(key, after) | self._sweeping(after) | self._notifying()
        return [
            *(LaneRun(NO_SITE, name, job, leases) for name, job in everywhere.items()),
            *(
                LaneRun(site.name, name, job, leases)
                for site in self.sites.by_name.values()
                for name, job in self._of(site, key, after).items()
            ),
        ]

    def _everywhere(self, key: bytes, after: After) -> dict[str, Job]:
        return {
            LEARNING: Learns(Learning(self.engine, self.decisions), after(LEARNING)),
            TELLING: Tells(Telling(self.engine, self.decisions, key)),
            SURVEYING: Surveys(Surveying(self.engine, self.decisions)),
            TIDYING: Tidies(self.engine, self.decisions.settings.retention),
        }

    def _of(self, site: Site, key: bytes, after: After) -> dict[str, Job]:
        judging = Judging(self.engine, self.decisions, site.client is not None, self._checking)
        hinting = Hinting(self.engine, self.deliveries, site, self.sites)
        jobs: dict[str, Job] = {
            HEARING: Hearing(hinting, self.tally, after(HEARING)),
            Lane.JUDGE.value: Judges(judging, site.name, after("judge")),
        }
        if site.client is not None:
            wrote, missed = partial(self.counts.wrote, site.name), partial(self.counts.missed, site.name)
            speaking = Speaking(self.engine, self.decisions, site.client, key, wrote)
            jobs |= reading_jobs(self.engine, site, site.client, self.sites, after, missed)
            jobs[Lane.SPEAK.value] = Speaks(speaking, site.name, after("speak"))
        if site.checker is not None:
            wrote = partial(self.counts.wrote, site.name)
            checking = Checking(self.engine, site, site.checker, self.sites, self.decisions, wrote)
            jobs[Lane.CHECK.value] = Checks(checking, after("check"))
        if site.redeliverer is not None:
            asked = partial(self.counts.asked_again, site.name)
            jobs[REDELIVERING] = Redelivers(Redelivering(self.engine, site.name, site.redeliverer, asked))
        way = self.decisions.settings.ways.get(site.name)
        if way is None:
            return jobs
        way.writes.turns = StoredTurns(self.engine, site.name)
        return {
            name: Metered(job, self.engine, site.name, way.meter) if name in ASKING else job
            for name, job in jobs.items()
        }

    @property
    def _checking(self) -> frozenset[str]:
        return frozenset(site.name for site in self.sites.by_name.values() if site.checker is not None)

    def _sweeping(self, after: After) -> dict[str, Job]:
        """What schedule and pages have swept, unless there is nothing that can be read."""
        schedule = self.decisions.settings.schedule
        jobs: dict[str, Job] = {}
        if not any(site.client is not None for site in self.sites.by_name.values()):
            return jobs
        auditing = Auditing(self.engine, self.decisions, self.sites)
        jobs[AUDITING] = Audits(auditing, schedule.cron, after(AUDITING))
        if schedule.look_back_seconds:
            looking_back = LookingBack(self.engine, self.sites, schedule.look_back_seconds)
            jobs[LOOKING_BACK] = LooksBack(looking_back, after(LOOKING_BACK))
        return jobs

    def _notifying(self) -> dict[str, Job]:
        """A lane for each program that is told what changed."""
        settings = self.decisions.settings
        receivers = {one.name: Renewed(settings, partial(_receiver, n)) for n, one in enumerate(settings.webhooks)}
        return {
            lane_of(name): Notifies(Notifying(self.engine, name, one, self.sender)) for name, one in receivers.items()
        }


def _receiver(number: int, settings: Settings) -> Receiver:
    return settings.webhooks[number].receiver()


def _wake_all(wake: Callable[[str], None], lanes: tuple[str, ...]) -> None:
    for lane in lanes:
        wake(lane)
