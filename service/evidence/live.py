"""The evidence on one issue out of the store: made of what the issue sees, so that it is there at once.

Who waits on it may be thousands, and each sees a part of the organisation of its own: of them the last survey tells
for whom a fallback stands.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from rules.rule import OF_FALLBACKS
from service.audit import audit_of
from service.evidence.gathering import evidence_of
from service.store import surveys
from service.store.experiences import experience_in
from service.store.lists import one_of
from service.store.neighbourhoods import around
from service.store.tables import finding, issue, statement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Connection

    from rules.model import Ref
    from service.audit import Audit
    from service.evidence.shown import Evidence, Waiter
    from service.pipeline.decisions import Decisions
    from service.survey.shown import Issue

MOST: Final = 50
"""Waits and waiters that are told."""
BARE: Final = OF_FALLBACKS | {"DT109", "DT306"}
"""Rules that find a link for which no fallback stands."""


@dataclass(frozen=True, slots=True)
class Live:
    """An issue by its row and its address, the audit of what it sees, and the evidence; none if it was only named."""

    row: int
    ref: Ref
    audit: Audit
    evidence: Evidence | None


def live(connection: Connection, decisions: Decisions, found: tuple[int, Ref], today: date) -> Live:
    """The evidence on an issue of the store, as verdicts are made."""
    row, ref = found
    waiting, count = _waiting(connection, row)
    audit = audit_around(connection, decisions, row, today, waiting)
    evidence = evidence_of(audit, ref, MOST)
    if evidence is not None:
        waiters = covered(connection, evidence.issue, evidence.waiters)
        evidence = replace(evidence, waiters=waiters, more_waiters=max(0, count - len(waiters)))
    return Live(row, ref, audit, evidence)


def audit_around(
    connection: Connection, decisions: Decisions, row: int, today: date, beside: Sequence[int] = ()
) -> Audit:
    """The audit of what an issue sees, by its row; who waits on it sees more, and is there only where ``beside``."""
    seen = around(connection, [row], askers=False, beside=beside)
    return audit_of(
        seen.heard,
        decisions.policy,
        as_of=today,
        in_scope=decisions.in_scope,
        known_project=decisions.knows(seen),
        experience=experience_in(connection),
    )


def covered(connection: Connection, blocker: Issue, waiters: Sequence[Waiter]) -> tuple[Waiter, ...]:
    """Who waits on an issue, with whether a fallback stands, as far as the last survey knows."""
    if waiters and surveys.taken(connection) is None:
        return tuple(replace(one, covered=None) for one in waiters)
    refs: defaultdict[str, set[str]] = defaultdict(set)
    for one in waiters:
        refs[one.issue.site].add(one.issue.ref)
    links: set[tuple[str, ...]] = set()
    for site, some in refs.items():
        bare = select(finding.c.key).where(finding.c.site == site, one_of(finding.c.ref, sorted(some)))
        keys = connection.execute(bare.where(finding.c.gone.is_(None), finding.c.code.in_(BARE))).scalars()
        links.update(tuple(key.split(":")[1:3]) for key in keys)
    return tuple(replace(one, covered=(_address(one.issue), _address(blocker)) not in links) for one in waiters)


def _address(one: Issue) -> str:
    return f"{one.site}/{one.ref}"


def _waiting(connection: Connection, row: int) -> tuple[list[int], int]:
    """Some of those who wait on an issue, the open ones first, and how many there are."""
    here = (statement.c.kind == "wait") & statement.c.present & (statement.c.b == row)
    first = select(statement.c.a).join(issue, issue.c.id == statement.c.a).where(here)
    order = first.group_by(statement.c.a, issue.c.is_open).order_by(issue.c.is_open.desc(), statement.c.a)
    count = select(func.count(statement.c.a.distinct())).where(here)
    return list(connection.execute(order.limit(MOST)).scalars()), connection.execute(count).scalar_one()
