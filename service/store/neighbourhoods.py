"""Loads what some issues can see: the facts on which judging them gives exactly what the whole would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_

from service.store.lists import one_of, rows_of, unindexed
from service.store.loading import ISSUES, SOME_ISSUES, STATEMENTS, Loading, Neighbourhood
from service.store.ripples import DECLARED
from service.store.sight import seen_from
from service.store.tables import issue
from service.store.tables import statement as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Row, Select

LARGEST: Final = 50_000
"""Issues; where more would be seen, the verdict waits for the audit of everything."""
A_FETCH: Final = 5_000
"""Rows that are taken at a time, where all are."""


def around(
    connection: Connection,
    inside: Iterable[int],
    limit: int = LARGEST,
    *,
    askers: bool = True,
    beside: Iterable[int] = (),
    whole: bool = False,
) -> Neighbourhood:
    """The neighbourhood of some issues, as ``rules.neighbourhood`` defines it, or a little more.

    From each issue: what it waits on, its parts, its duplicates, the fallbacks it declares and for what, and its
    ancestors with what they declare; for those inside also whoever uses them as a fallback and, if ``askers`` are
    wanted, whoever waits on them. Issues ``beside`` are there themselves, without what they see.
    Where it is wanted ``whole``, nothing is loaded of what the limit cuts off.
    """
    near, inside = _Near(connection), set(inside)
    users = near.users(inside, DECLARED | {"wait"} if askers else DECLARED)
    sight = seen_from(connection, inside | users, limit)
    loading = Loading(connection)
    if not (sight.cut and whole):
        near.fetch(_OWN, sight.issues)
        seen = sight.issues.union(beside)
        if not askers:
            near.fetch_waits(beside, seen)
        loading.read(rows_of(connection, SOME_ISSUES, sorted(seen)))
        loading.hear([row for _, row in sorted(near.rows.items())])
    return loading.neighbourhood(cut=sight.cut)


def everything(connection: Connection) -> Neighbourhood:
    """All that the store knows."""
    loading = Loading(connection)
    for some in _all(connection, ISSUES.order_by(issue.c.id)):
        loading.read(some)
    for some in _all(connection, STATEMENTS.order_by(table.c.id)):
        loading.hear(some)
    return loading.neighbourhood(cut=False)


def _all(connection: Connection, wanted: Select[tuple[Any, ...]]) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """All rows, of which only some are in memory at a time."""
    return connection.execute(wanted.execution_options(yield_per=A_FETCH)).partitions()


class _Near:
    """The statements around some issues, each once, by their rows."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.rows: dict[int, Row[*tuple[Any, ...]]] = {}

    def users(self, inside: set[int], uses: frozenset[str]) -> set[int]:
        """Who speaks of one of the issues, or of a duplicate of it, in statements of some kinds."""
        near = _ALL if "wait" in uses else _WITHOUT_ASKERS
        twins, new = set(inside), inside
        while new:
            self.fetch(near, new)
            new = {end for row in self.rows.values() if row.kind == "duplicate" for end in (row.a, row.b)} - twins
            twins |= new
        return {row.a for row in self.rows.values() if row.kind in uses and row.b in twins}

    def fetch(self, near: Select[tuple[Any, ...]], issues: Iterable[int]) -> None:
        """Asks for what is near the issues."""
        self.rows.update((row.id, row) for row in rows_of(self._connection, near, sorted(issues)))

    def fetch_waits(self, issues: Iterable[int], seen: set[int]) -> None:
        """How some others wait on what was seen."""
        waits = rows_of(self._connection, _WAITS, sorted(issues))
        self.rows.update((row.id, row) for row in waits if row.b in seen)


# Made once: to make one takes as long as to ask it.
_AT_A, _AT_B, _AT_C = (one_of(table.c[end], "some") for end in "abc")
_ALL = STATEMENTS.where(or_(_AT_A, _AT_B, _AT_C))
"""What speaks of issues at all."""
_WITHOUT_ASKERS = STATEMENTS.where(or_(_AT_A, _AT_B & (table.c.kind != "wait"), _AT_C))
_OWN = STATEMENTS.where(_AT_A)
"""What issues that are seen say: nothing is heard of those who wait on them, or use them as a fallback."""
_WAITS = STATEMENTS.where(unindexed(table.c.kind) == "wait", _AT_A)
