"""Readings: one look at one facet of an issue, between two ticks. The newer of two counts, whichever came first."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import select

from connectors.contract import Facet
from service.activity import NOTHING, Activity
from service.store.documents import LINES, encoded
from service.store.lists import one_of, rows_of
from service.store.tables import reading as table
from service.store.upserts import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from connectors.contract import Look
    from service.understanding import Lines

BITS = {facet: 1 << place for place, facet in enumerate(Facet)}
ALL_FACETS = sum(BITS.values())


def bits_of(facets: Iterable[Facet]) -> int:
    """Facets as the column of work holds them."""
    return sum(BITS[facet] for facet in set(facets))


def facets_of(bits: int) -> frozenset[Facet]:
    """The facets of a column's bits."""
    return frozenset(facet for facet, bit in BITS.items() if bits & bit)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one request found of an issue, and the ticks between which it was under way.

    ``comments`` are the telling lines of its thread; ``None`` where that was not read. ``activity`` is what else
    than the issue itself tells of when it was changed.
    """

    look: Look
    start: int
    finish: int
    comments: tuple[Lines, ...] | None = None
    activity: Activity = NOTHING


class Order(Enum):
    """How a reading stands to the one that is known of the same facet."""

    NEWER = "newer"
    OLDER = "older"
    OVERLAPPING = "overlapping"
    """They were under way at the same time, so that nobody knows which one saw more: it is to be read again."""


def order(start: int, finish: int, known_start: int, known_finish: int) -> Order:
    """Compares two readings. The same one again is newer: remembering it twice changes nothing."""
    if start > known_finish or (start, finish) == (known_start, known_finish):
        return Order.NEWER
    return Order.OLDER if finish < known_start else Order.OVERLAPPING


@dataclass(frozen=True, slots=True)
class Kept:
    """A reading as it is known: its ticks, and the telling lines that it found.

    ``as_of``: the tracker's own time of the issue's last change as it was then, in seconds since 1970, where it is
    known; a facet was read anew since the issue moved if that is still its time.
    """

    start: int
    finish: int
    lines: tuple[Lines, ...]
    as_of: float | None = None


_OF = select(table).where(one_of(table.c.issue_id, "some"))
_LINKS_OF = select(table.c.issue_id, table.c.start, table.c.finish).where(
    one_of(table.c.issue_id, "some"), table.c.facet == Facet.LINKS.value
)


class Readings:
    """What was read of some issues, inside one transaction that changes the model."""

    def __init__(self, connection: Connection, issues: Sequence[int]) -> None:
        self._connection = connection
        self._kept: dict[tuple[int, Facet], Kept] = {}
        self._changed: dict[tuple[int, Facet], Kept] = {}
        for row in rows_of(connection, _OF, issues):
            lines = LINES.decode(row.lines) if row.lines is not None else ()
            self._kept[row.issue_id, Facet(row.facet)] = Kept(row.start, row.finish, lines, row.as_of)

    def order(self, issue: int, facet: Facet, start: int, finish: int) -> Order:
        """How a reading of a facet stands to the known one; the first one is newer."""
        kept = self._kept.get((issue, facet))
        return Order.NEWER if kept is None else order(start, finish, kept.start, kept.finish)

    def lines(self, issue: int, facet: Facet) -> tuple[Lines, ...]:
        """The telling lines of a facet."""
        kept = self._kept.get((issue, facet))
        return () if kept is None else kept.lines

    def keep(self, issue: int, facet: Facet, found: Kept) -> None:
        """Notes a reading; of ticks the latest stay."""
        known = self._kept.get((issue, facet), found)
        latest = replace(found, start=max(known.start, found.start), finish=max(known.finish, found.finish))
        self._kept[issue, facet] = self._changed[issue, facet] = latest

    def write(self) -> None:
        """Puts what was noted into the table."""
        rows = [
            {
                "issue_id": issue,
                "facet": facet.value,
                "start": kept.start,
                "finish": kept.finish,
                "lines": encoded(kept.lines) if kept.lines else None,
                "as_of": kept.as_of,
            }
            for (issue, facet), kept in self._changed.items()
        ]
        put(self._connection, table, rows)


def links_read(connection: Connection, issues: Sequence[int]) -> dict[int, tuple[int, int]]:
    """The ticks of the newest reading of the links of some issues."""
    return {row.issue_id: (row.start, row.finish) for row in rows_of(connection, _LINKS_OF, issues)}
