"""Survey: looks at everything that the store knows, now and then, for the pages and the API."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog

from service.outgoing.events import Kind, of_dates, of_findings
from service.record import record_in
from service.store import audits, finding_changes, notifications, surveys
from service.store.agendas import days_until
from service.store.clock import last_tick
from service.store.connection import reading
from service.store.leases import guard
from service.store.records import dry_by_team, held_by_team
from service.store.surveys import Taken
from service.stored import all_kept
from service.survey.bot import bot_record
from service.survey.naming import team_of
from service.survey.taking import survey_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Connection, Engine

    from service.audit import Audit
    from service.outgoing.events import Event
    from service.pipeline.decisions import Decisions
    from service.store.finding_changes import Change
    from service.store.leases import Lease
    from service.survey.bot import BotRecord
    from service.survey.shown import Finding
    from service.survey.taking import Survey

LOG = structlog.get_logger()
REST: Final = 20.0
"""How many times longer than a survey took nothing is surveyed: it takes a twentieth of one processor at most."""
SOONEST_SECONDS: Final = 10.0
A_DAY: Final = 86_400.0
RECORD_DAYS: Final = 30
"""Of how many days pages show the bot's own record."""
DATES_DAYS: Final = 60
"""How far ahead days are shown."""


@dataclass(frozen=True, slots=True)
class Surveying:
    """Surveys the store whenever it has changed, but not all the time; and each day anew, for days pass."""

    engine: Engine
    decisions: Decisions
    clock: Callable[[], float] = time.monotonic

    def due(self) -> float:
        """When to survey next, in seconds since 1970. At once behind an audit: people look at what it came to."""
        with reading(self.engine) as connection:
            last, tick, audited = surveys.taken(connection), last_tick(connection), audits.last_end(connection)
        if last is None or last.decisions != self.decisions.digest.hex():
            return 0.0
        if audited > last.at and last.tick != tick:
            return audited
        soonest = last.at + max(SOONEST_SECONDS, last.seconds * REST)
        tomorrow = (last.at // A_DAY + 1) * A_DAY
        return soonest if last.tick != tick else max(soonest, tomorrow)

    def survey(self, lease: Lease, now: float) -> None:
        """Takes a survey and keeps it."""
        begun = self.clock()
        with reading(self.engine) as connection:
            before, tick = surveys.taken(connection), last_tick(connection)
        moment = datetime.fromtimestamp(now, UTC)
        with reading(self.engine) as connection:
            dates = days_until(connection, moment.date() + timedelta(days=DATES_DAYS))
        audit = all_kept(self.engine, self.decisions, moment)
        found = survey_of(audit, dates)
        with reading(self.engine) as connection:
            record = self._record(connection, audit, moment)
        audit.graph.forget()
        first = now if before is None else before.first
        taken = Taken(now, tick, self.decisions.digest.hex(), self.clock() - begun, first)
        self._keep_findings(found.findings, lease, now, tell=before is not None)
        documents = surveys.documents_of(found, taken, record)
        came = [] if before is None else _dates(found, before, moment)
        with self.engine.begin() as connection:
            guard(connection, lease)
            surveys.keep_documents(connection, documents, moment.date())
            finding_changes.forget_settled(connection, now)
            self._tell(connection, came)
        LOG.info("surveyed", seconds=round(taken.seconds, 2), findings=len(found.findings))

    def _keep_findings(self, findings: Sequence[Finding], lease: Lease, now: float, *, tell: bool) -> None:
        """Some at a time: whoever writes meanwhile, above all webhooks, would wait for all of them.

        Programs are told of what came and went, but for what the first look found, which did not come just now.
        """
        with reading(self.engine) as connection:
            known = finding_changes.known_findings(connection)
        for difference in finding_changes.differences(known, findings, now):
            if difference.rows or difference.gone:
                with self.engine.begin() as connection:
                    guard(connection, lease)
                    change = finding_changes.keep_difference(connection, difference, now)
                    self._tell(connection, list(_events(change, now)) if tell else [])

    def _tell(self, connection: Connection, events: Sequence[Event]) -> None:
        notifications.note(connection, self.decisions.settings.webhooks, events)

    def _record(self, connection: Connection, audit: Audit, moment: datetime) -> BotRecord:
        teams = {row.slug: team_of(row) for row in audit.graph.columns.teams}
        record = record_in(connection, audit, moment, RECORD_DAYS)
        return bot_record(record, held_by_team(connection), dry_by_team(connection), teams)


def _events(change: Change, at: float) -> Iterator[Event]:
    """What programs are told of the difference to the survey before."""
    yield from of_findings(Kind.OPENED, change.came, at)
    yield from of_findings(Kind.RESOLVED, change.went, at)


def _dates(found: Survey, before: Taken, moment: datetime) -> list[Event]:
    """The days to decide by that came since the survey before."""
    last = datetime.fromtimestamp(before.at, UTC).date()
    return list(of_dates(found.dates, last.isoformat(), moment.date().isoformat(), moment.timestamp()))
