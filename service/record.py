"""The bot's own record, out of the store of a running service."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.views import IssueView
from service.reports.record import Record, outcome_of, tallies
from service.speech.markers import Role
from service.speech.said import Said
from service.store.connection import reading
from service.store.identities import refs_of
from service.store.noise import Noise
from service.store.records import answered_since, written_since
from service.store.sayings import all_said_on
from service.store.verdicts import verdicts_on
from service.stored import all_kept

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from rules.model import Ref
    from service.audit import Audit
    from service.pipeline.decisions import Decisions
    from service.reports.record import Outcome
    from service.store.records import Written


def record_kept(engine: Engine, decisions: Decisions, now: datetime, days: int) -> Record:
    """What was done in the last days, and what came of it. Raises ``SQLAlchemyError``."""
    whole = all_kept(engine, decisions, now)
    with reading(engine) as connection:
        return record_in(connection, whole, now, days)


def record_in(connection: Connection, whole: Audit, now: datetime, days: int) -> Record:
    """The same, beside an audit of everything that was made already."""
    since = now - timedelta(days=days)
    written = written_since(connection, since.timestamp())
    outcomes = _outcomes(connection, written, whole)
    commands = answered_since(connection, since.date())
    return Record(since, now, tallies(written, outcomes, commands, _waivers(whole)))


def _outcomes(connection: Connection, written: Iterable[Written], whole: Audit) -> dict[int, Outcome | None]:
    """What became of each issue on which a new comment spoke."""
    told = {one.issue_id for one in written if (one.kind, one.role) == (Noise.COMMENT, Role.VERDICT)}
    issues = sorted(told)
    said, verdicts = all_said_on(connection, issues, Role.VERDICT), verdicts_on(connection, issues)
    refs = refs_of(connection, issues)
    return {
        one: outcome_of(
            _issue(whole, refs.get(one)), said.get(one, Said()), verdicts[one].remark if one in verdicts else None
        )
        for one in issues
    }


def _issue(whole: Audit, ref: Ref | None) -> IssueView | None:
    row = None if ref is None else whole.assembled.register.find(ref)
    return None if row is None else IssueView(whole.graph, row)


def _waivers(whole: Audit) -> Counter[str]:
    """The waivers that stand on open issues, by team."""
    return Counter(IssueView(whole.graph, one.row.issue).team.slug for one in whole.graph.waivers if one.in_force)
