"""Loads what some issues can see: the facts on which judging them gives exactly what the whole would give."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import or_

from service.store.lists import one_of, rows_of, unindexed
from service.store.loading import ISSUES, SOME_ISSUES, STATEMENTS, Loading, Neighbourhood
from service.store.ripples import DECLARED
from service.store.tables import issue
from service.store.tables import statement as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Row, Select

LARGEST: Final = 50_000
"""Issues; where more would be seen, the verdict waits for the audit of everything."""
A_FETCH: Final = 5_000
"""Rows that are taken at a time, where all are."""


class _Row(NamedTuple):
    """A statement as it lies in the table."""

    id: int
    kind: str
    scope: int
    a: int
    b: int
    c: int
    teller: int
    body: bytes

    @property
    def ends(self) -> tuple[int, int, int]:
        return self.a, self.b, self.c


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
    walk = _Walk(connection, limit, DECLARED | {"wait"} if askers else DECLARED)
    walk.go(set(inside))
    loading = Loading(connection)
    if not (walk.cut and whole):
        walk.above |= set(beside) - walk.whole
        if not askers:
            walk.fetch_waits_of(beside)
        loading.read(rows_of(connection, SOME_ISSUES, sorted(walk.whole | walk.above)))
        loading.hear([row for _, row in sorted(walk.rows.items())])
    return loading.neighbourhood(cut=walk.cut)


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


class _Walk:
    """Goes from some issues to all that they can see, layer by layer.

    ``uses`` are the kinds of statements along which those inside see others that speak of them.
    """

    def __init__(self, connection: Connection, limit: int, uses: frozenset[str]) -> None:
        self._connection, self._limit, self._uses = connection, limit, uses
        self.whole: set[int] = set()
        self.above: set[int] = set()
        self.rows: dict[int, _Row] = {}
        self.cut = False
        self._fetched: set[int] = set()
        self._by_end: defaultdict[int, set[int]] = defaultdict(set)

    def go(self, inside: set[int]) -> None:
        """Walks until nothing new is seen, or the limit is reached."""
        frontier, ancestors = inside | self._users_of(inside), set[int]()
        while frontier or ancestors:
            self.whole |= frontier
            self.above |= ancestors
            if len(self.whole) + len(self.above) > self._limit:
                self.cut = True
                return
            self._fetch(frontier - self._fetched, _SEEN)
            self._fetch(ancestors - self._fetched, _OWN)
            self._fetched |= frontier
            seen = {end for one in frontier for row in self._at(one) for end in _from_whole(row, one)}
            seen |= {end for one in ancestors for row in self._at(one) for end in _declared(row, one)}
            parents = {row.b for one in frontier | ancestors for row in self._at(one) if _is_parent(row, one)}
            frontier = seen - self.whole
            ancestors = parents - self.above - self.whole - frontier

    def fetch_waits_of(self, issues: Iterable[int]) -> None:
        """How some others wait on what was seen."""
        for row in rows_of(self._connection, _WAITS, sorted(issues)):
            if row.b in self._fetched or row.b in self.above:
                self.rows[row.id] = _Row._make(row)

    def _users_of(self, inside: set[int]) -> set[int]:
        """Who declares one of the issues, or a duplicate of it, as a fallback, or waits on it."""
        near = _ALL if "wait" in self._uses else _WITHOUT_ASKERS
        twins, new = set(inside), set(inside)
        while new:
            self._fetch(new, near)
            self._fetched |= new
            new = {
                end for one in new for row in self._at(one) if row.kind == "duplicate" for end in row.ends[:2]
            } - twins
            twins |= new
        return {row.a for one in twins for row in self._at(one) if row.kind in self._uses and row.b == one}

    def _fetch(self, issues: set[int], near: Select[tuple[Any, ...]]) -> None:
        for row in rows_of(self._connection, near, sorted(issues)):
            found = _Row._make(row)
            self.rows[found.id] = found
            for end in found.ends:
                self._by_end[end].add(found.id)

    def _at(self, one: int) -> list[_Row]:
        return [self.rows[row] for row in self._by_end[one]]


# Made once: to make one takes as long as to ask it.
_AT_A, _AT_B, _AT_C = (one_of(table.c[end], "some") for end in "abc")
_ALL = STATEMENTS.where(or_(_AT_A, _AT_B, _AT_C))
"""What speaks of issues at all."""
_WITHOUT_ASKERS = STATEMENTS.where(or_(_AT_A, _AT_B & (table.c.kind != "wait"), _AT_C))
_SEEN = STATEMENTS.where(or_(_AT_A, _AT_B & unindexed(table.c.kind).in_(("child", "duplicate"))))
"""What an issue sees that is not inside: nothing of those who wait on it, or use it or speak of it as a fallback."""
_OWN = STATEMENTS.where(_AT_A)
"""What ancestors say of themselves."""
_WAITS = STATEMENTS.where(unindexed(table.c.kind) == "wait", _AT_A)


def _from_whole(row: _Row, one: int) -> list[int]:
    """What an issue sees along a statement: its waits, its parts, its duplicates, and what it declares."""
    if row.kind == "duplicate":
        return [row.a, row.b]
    if row.kind == "child":
        return [row.a] if row.b == one else []
    return [row.b] if row.kind == "wait" and row.a == one else _declared(row, one)


def _declared(row: _Row, one: int) -> list[int]:
    return [end for end in (row.b, row.c) if end] if row.kind in DECLARED and row.a == one else []


def _is_parent(row: _Row, one: int) -> bool:
    return row.kind == "child" and row.a == one
