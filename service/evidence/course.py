"""The course of one issue, out of the store: what was read of it, what was found and settled, and what Detour wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from rules.engine import rule_named
from service.evidence.shown import Course, Event
from service.speech.markers import Role
from service.store.noise import Noise
from service.store.tables import finding, noise, reading, work
from service.store.verdicts import verdicts_on
from service.store.work import Lane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from rules.model import Ref

MICROSECONDS: Final = 1_000_000
"""Ticks of readings in a second, see ``clock``."""
FACETS: Final = {
    "core": "the issue itself",
    "links": "its links",
    "remote": "its links out of the tracker",
    "comments": "its comments",
}
WRITTEN: Final = {
    (Role.VERDICT, Noise.COMMENT): "Detour wrote a comment",
    (Role.VERDICT, Noise.EDIT): "Detour edited its comment",
    (Role.BRIEF, Noise.COMMENT): "Detour wrote a need brief",
    (Role.BRIEF, Noise.EDIT): "Detour edited its need brief",
}
WAITS: Final = {
    Lane.READ: "it waits to be read",
    Lane.SCAN: "an audit met it, and it waits to be read whole",
    Lane.JUDGE: "it waits to be judged",
    Lane.SPEAK: "something waits to be said",
}
MOST: Final = 40
"""Events that are told, the newest ones."""


def course_of(connection: Connection, row: int, ref: Ref) -> Course:
    """The course of the issue in a row of the store, the newest events first."""
    verdict = verdicts_on(connection, [row]).get(row)
    events = sorted((*_found(connection, ref), *_written(connection, row)), key=lambda one: -one.at)
    return Course(
        readings=tuple(_readings(connection, row)),
        events=tuple(events[:MOST]),
        judged=None if verdict is None else verdict.judged,
        stale=verdict is not None and verdict.stale,
        pending=tuple(_pending(connection, row)),
    )


def _readings(connection: Connection, row: int) -> Iterator[Event]:
    wanted = select(reading.c.facet, reading.c.finish).where(reading.c.issue_id == row).order_by(reading.c.facet)
    for one in connection.execute(wanted):
        yield Event(one.finish / MICROSECONDS, FACETS.get(one.facet, one.facet))


def _pending(connection: Connection, row: int) -> Iterator[str]:
    here = select(work.c.lane).where(work.c.issue_id == row, work.c.generation > work.c.done)
    lanes = set(connection.execute(here).scalars())
    yield from (words for lane, words in WAITS.items() if lane.value in lanes)


def _found(connection: Connection, ref: Ref) -> Iterator[Event]:
    """Findings that came and went, as surveys saw it."""
    columns = select(finding.c.code, finding.c.since, finding.c.gone, finding.c.accepted)
    for one in connection.execute(columns.where(finding.c.site == ref.site, finding.c.ref == ref.text)):
        name = _name(one.code)
        yield Event(one.since, f"{name} was found{', and the risk is accepted' if one.accepted else ''}")
        if one.gone is not None:
            yield Event(one.gone, f"{name} was settled")


def _name(code: str) -> str:
    """What a rule is called; the organisation's own are called by their codes."""
    rule = rule_named(code)
    return code if rule is None else f"{rule.name} ({code})"


def _written(connection: Connection, row: int) -> Iterator[Event]:
    wanted = select(noise.c.role, noise.c.kind, noise.c.at).where(noise.c.issue_id == row)
    for one in connection.execute(wanted.order_by(noise.c.at.desc()).limit(MOST)):
        yield Event(one.at, WRITTEN[Role(one.role), Noise(one.kind)])
