"""Findings as pages and the API look for them: those of the last survey, and those that were settled of late."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import Text, and_, func, or_, select

from service.store.documents import encoded
from service.store.lists import one_of
from service.store.tables import finding as table
from service.survey import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Row

    from rules.rule import Severity

LONGEST_SEARCH: Final = 200
_FINDING: Final = msgspec.json.Decoder(shown.Finding)


class Sort(StrEnum):
    """What findings are sorted by; the gravest, newest or alphabetically first one comes first."""

    SEVERITY = "severity"
    SINCE = "since"
    RULE = "rule"
    TEAM = "team"
    ISSUE = "issue"


@dataclass(frozen=True, slots=True)
class Found:
    """A finding, since when it is there and when it was settled (seconds since 1970)."""

    finding: shown.Finding
    since: float
    gone: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which findings are wanted; what is left out narrows nothing. Those of ``hidden`` containers are not.

    ``accepted``: the risks that somebody signed, and ``settled``: what is gone, in place of what is there unsigned.
    """

    teams: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    severities: frozenset[Severity] = frozenset()
    sites: frozenset[str] = frozenset()
    issue: tuple[str, str] | None = None
    text: str = ""
    since: float | None = None
    accepted: bool = False
    settled: bool = False
    hidden: frozenset[str] = frozenset()
    sort: Sort = Sort.SEVERITY


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A page of findings, how many there are in all, and what leads to the next page, '' on the last one."""

    findings: tuple[Found, ...]
    count: int
    after: str


def find(connection: Connection, wanted: Wanted, limit: int, after: str = "") -> Excerpt:
    """A page of what is wanted. Raises ``ValueError`` for an ``after`` that no page gave."""
    order = _ORDERS[wanted.sort]
    columns = (*(column for column, _ in order), table.c.key)
    conditions = narrowed(wanted)
    page = select(*columns, table.c.body, table.c.since, table.c.gone).where(*conditions)
    if after:
        page = page.where(_behind(order, _values(after)))
    page = page.order_by(*(column.desc() if down else column for column, down in order), table.c.key).limit(limit + 1)
    rows = connection.execute(page).all()
    count = connection.execute(select(func.count()).select_from(table).where(*conditions)).scalar_one()
    last = _text(encoded(list(rows[limit - 1][: len(columns)]))) if len(rows) > limit else ""
    return Excerpt(tuple(_found(row) for row in rows[:limit]), count, last)


def counted_by(connection: Connection, wanted: Wanted, column: str) -> Mapping[Any, int]:
    """How many of those wanted there are, by ``team``, ``code``, ``severity`` or ``site``."""
    by = table.c[column]
    rows = connection.execute(
        select(by.label("value"), func.count().label("found")).where(*narrowed(wanted)).group_by(by)
    )
    return {row.value: row.found for row in rows}


def sites_and_rules(connection: Connection) -> tuple[list[str], list[str]]:
    """The sites and the rules of which there is any finding, for whoever chooses among them."""
    sites, codes = (
        list(connection.execute(select(column).where(table.c.gone.is_(None)).distinct().order_by(column)).scalars())
        for column in (table.c.site, table.c.code)
    )
    return sites, codes


def containers(connection: Connection) -> list[str]:
    """The projects and repositories of all findings, as visibility names them."""
    return list(connection.execute(select(table.c.container).distinct()).scalars())


def narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    """The conditions that select what is wanted."""
    conditions: list[ColumnElement[bool]] = [table.c.gone.is_not(None) if wanted.settled else table.c.gone.is_(None)]
    if not wanted.settled:
        conditions.append(table.c.accepted.is_(wanted.accepted))
    for column, values in (
        (table.c.team, wanted.teams),
        (table.c.code, wanted.rules),
        (table.c.severity, frozenset(int(one) for one in wanted.severities)),
        (table.c.site, wanted.sites),
    ):
        if values:
            conditions.append(one_of(column, sorted(values)))
    if wanted.issue is not None:
        conditions += [table.c.site == wanted.issue[0], table.c.ref == wanted.issue[1]]
    if wanted.since is not None:
        conditions.append((table.c.gone if wanted.settled else table.c.since) >= wanted.since)
    if wanted.hidden:
        conditions.append(table.c.container.not_in(sorted(wanted.hidden)))
    words = wanted.text[:LONGEST_SEARCH].casefold().split()
    return conditions + [table.c.words.contains(word, autoescape=True) for word in words]


def _behind(order: Order, values: Sequence[Any]) -> ColumnElement[bool]:
    """What comes after a row, of which these are the values that it was sorted by."""
    steps = [*order, (table.c.key, False)]
    fits = (
        isinstance(value, str) == isinstance(column.type, Text)
        for (column, _), value in zip(steps, values, strict=False)
    )
    if len(values) != len(steps) or not all(fits):
        raise ValueError("no page ended so")
    found: list[ColumnElement[bool]] = []
    for at, (column, down) in enumerate(steps):
        same: list[ColumnElement[bool]] = [
            before == value for (before, _), value in zip(steps[:at], values[:at], strict=True)
        ]
        found.append(and_(*same, column < values[at] if down else column > values[at]))
    return or_(*found)


def _found(row: Row[*tuple[Any, ...]]) -> Found:
    return Found(_FINDING.decode(row.body), row.since, row.gone)


def _text(cursor: bytes) -> str:
    return urlsafe_b64encode(cursor).decode().rstrip("=")


def _values(after: str) -> list[Any]:
    """The values in a cursor. Raises ``ValueError``."""
    try:
        found = msgspec.json.decode(urlsafe_b64decode(after + "=" * (-len(after) % 4)), type=list[str | int | float])
    except (ValueError, msgspec.MsgspecError) as error:
        raise ValueError("no page ended so") from error
    return list(found)


Order = tuple[tuple["ColumnElement[Any]", bool], ...]
"""Columns, and whether each is sorted downwards."""
_PLACE: Final = ((table.c.site, False), (table.c.ref, False))
_ORDERS: Final[dict[Sort, Order]] = {
    Sort.SEVERITY: ((table.c.severity, True), (table.c.code, False), *_PLACE),
    Sort.SINCE: ((func.coalesce(table.c.gone, table.c.since), True), (table.c.severity, True), *_PLACE),
    Sort.RULE: ((table.c.code, False), *_PLACE),
    Sort.TEAM: ((table.c.team, False), (table.c.severity, True), *_PLACE),
    Sort.ISSUE: _PLACE,
}
