"""Loads what some issues can see: the facts on which judging them gives exactly what the whole would give."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from rules.model import Facts, Issue, Ref, State
from service.store.documents import GLIMPSE, TOLD, Told, statement_of
from service.store.identities import refs_of
from service.store.lists import one_of, rows_of, unindexed
from service.store.projects import those_with_issues
from service.store.ripples import DECLARED
from service.store.tables import glimpse, issue
from service.store.tables import statement as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select

    from rules.model import Glimpse, Statement

    Tellers = dict[int, list[tuple[int, Glimpse]]]

LARGEST: Final = 50_000
"""Issues; where more would be seen, the verdict waits for the audit of everything."""


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The facts around some issues. ``cut``: a limit cut it off, so that verdicts on it are not to be spoken.

    ``ids`` are the rows of all issues in it, by address; those in ``unread`` were only named so far. ``projects`` are
    the sites and projects that exist although none of their issues is among the facts.
    """

    facts: tuple[Facts, ...]
    ids: dict[Ref, int]
    unread: frozenset[int]
    projects: frozenset[tuple[str, str]]
    cut: bool

    def knows(self, ref: Ref) -> bool:
        """Whether the project that a text names exists, as ``assemble`` asks."""
        return (ref.site, ref.container) in self.projects


@dataclass(frozen=True, slots=True)
class _Row:
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
    if walk.cut and whole:
        return Neighbourhood((), {}, frozenset(), frozenset(), cut=True)
    walk.above |= set(beside) - walk.whole
    if not askers:
        walk.fetch_waits_of(beside)
    return _Loading(connection, walk).neighbourhood()


def everything(connection: Connection) -> Neighbourhood:
    """All that the store knows."""
    walk = _Walk(connection, 0, DECLARED)
    walk.whole = set(connection.execute(select(issue.c.id)).scalars())
    walk.fetch_all()
    return _Loading(connection, walk).neighbourhood()


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

    def fetch_all(self) -> None:
        """Every statement there is."""
        for row in self._connection.execute(select(*_COLUMNS).where(table.c.present)):
            self.rows[row.id] = _Row(*row)

    def fetch_waits_of(self, issues: Iterable[int]) -> None:
        """How some others wait on what was seen."""
        for row in rows_of(self._connection, _WAITS, sorted(issues)):
            if row.b in self._fetched or row.b in self.above:
                self.rows[row.id] = _Row(*row)

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
            found = _Row(*row)
            self.rows[found.id] = found
            for end in found.ends:
                self._by_end[end].add(found.id)

    def _at(self, one: int) -> list[_Row]:
        return [self.rows[row] for row in self._by_end[one]]


_COLUMNS = [table.c[name] for name in ("id", "kind", "scope", "a", "b", "c", "teller", "body")]

# Made once: to make one takes as long as to ask it.
_AT_A, _AT_B, _AT_C = (one_of(table.c[end], "some") for end in "abc")
_ALL = select(*_COLUMNS).where(table.c.present, or_(_AT_A, _AT_B, _AT_C))
"""What speaks of issues at all."""
_WITHOUT_ASKERS = select(*_COLUMNS).where(table.c.present, or_(_AT_A, _AT_B & (table.c.kind != "wait"), _AT_C))
_SEEN = select(*_COLUMNS).where(
    table.c.present, or_(_AT_A, _AT_B & unindexed(table.c.kind).in_(("child", "duplicate")))
)
"""What an issue sees that is not inside: nothing of those who wait on it, or use it or speak of it as a fallback."""
_OWN = select(*_COLUMNS).where(table.c.present, _AT_A)
"""What ancestors say of themselves."""
_READ = select(issue.c.id, issue.c.told, issue.c.gone).where(one_of(issue.c.id, "some"))
_TOLD_OF = (
    select(glimpse)
    .join(issue, issue.c.id == glimpse.c.teller)
    .where(issue.c.gone == "", one_of(glimpse.c.issue_id, "some"))
)
_WAITS = select(*_COLUMNS).where(table.c.present, unindexed(table.c.kind) == "wait", _AT_A)


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


class _Loading:
    """Makes facts of what a walk found."""

    def __init__(self, connection: Connection, walk: _Walk) -> None:
        self._connection, self._walk = connection, walk
        self._ids = sorted(walk.whole | walk.above)
        ends = {end for row in walk.rows.values() for end in (*row.ends, row.teller) if end}
        self._refs = refs_of(connection, sorted(ends.union(self._ids)))
        self._told: dict[int, Told] = {}
        self._gone: set[int] = set()

    def neighbourhood(self) -> Neighbourhood:
        for row in rows_of(self._connection, _READ, self._ids):
            if row.told is not None:
                self._told[row.id] = TOLD.decode(row.told)
            if row.gone:
                self._gone.add(row.id)
        tellers = self._glimpses([one for one in self._ids if one not in self._told or one in self._gone])
        seen = {one for told in tellers.values() for one, glimpse in told if glimpse.state is not None}
        facts = [*self._read(tellers, seen), *self._tellers(tellers), *self._lost(seen)]
        unread = frozenset(one for one in self._ids if one not in self._told and one not in self._gone)
        ids = {ref: one for one, ref in self._refs.items()}
        return Neighbourhood(tuple(facts), ids, unread, self._projects(), self._walk.cut)

    def _projects(self) -> frozenset[tuple[str, str]]:
        """The Jira projects of issues that were only written of: text may name one, or only look like a key."""
        written = {end for row in self._walk.rows.values() if row.scope for end in row.ends if end}
        jira = {one: ref for one, ref in self._refs.items() if ref.tracker == "jira"}
        read = {(ref.site, ref.container) for one, ref in jira.items() if one in self._told}
        unread = sorted({(ref.site, ref.container) for one, ref in jira.items() if one in written} - read)
        return frozenset(those_with_issues(self._connection, unread))

    def _read(self, tellers: Tellers, seen: set[int]) -> Iterable[Facts]:
        """The issues that were read. One that is out of reach by now is gone, unless a link tells its state."""
        silent = self._gone & seen
        said = self._statements(silent)
        for one, told in self._told.items():
            if one in silent:
                continue
            state = State.GONE if one in self._gone else None
            glimpses = tuple(glimpse for _, glimpse in tellers.pop(one, ()))
            yield told.facts(self._refs[one], state, tuple(said[one]), glimpses)

    def _lost(self, seen: set[int]) -> Iterable[Facts]:
        """Issues that were never read, and cannot be."""
        for one in self._gone - self._told.keys() - seen:
            yield Facts(issue=Issue(ref=self._refs[one], vendor_id="", title="", url="", state=State.GONE))

    def _statements(self, silent: set[int]) -> dict[int, list[Statement]]:
        """The statements, each at one of its issues that was read. What the text of a silent one says is left out."""
        said: dict[int, list[Statement]] = {one: [] for one in self._told if one not in silent}
        for _, row in sorted(self._walk.rows.items()):
            holder = next((one for one in (*row.ends, row.teller) if one in said), None)
            if holder is not None and row.scope not in silent:
                a, b, c = (self._refs.get(end) for end in row.ends)
                if a is not None:
                    said[holder].append(statement_of(row.kind, row.body, (a, b, c), self._refs.get(row.teller, a)))
        return said

    def _glimpses(self, unread: Sequence[int]) -> Tellers:
        """What others tell of issues that cannot be read, by who tells it. Who is gone tells nothing."""
        found: defaultdict[int, list[tuple[int, Glimpse]]] = defaultdict(list)
        for row in rows_of(self._connection, _TOLD_OF, unread):
            ref = self._refs[row.issue_id]
            found[row.teller].append((row.issue_id, replace(GLIMPSE.decode(row.body), ref=ref)))
        return found

    def _tellers(self, tellers: Tellers) -> Iterable[Facts]:
        """Those who tell of issues that were not read, with nothing else of theirs."""
        ids = sorted(tellers)
        refs = refs_of(self._connection, ids)
        for row in rows_of(self._connection, _READ, ids):
            if row.told is not None:
                glimpses = tuple(one for _, one in tellers[row.id])
                yield Facts(issue=TOLD.decode(row.told).facts(refs[row.id]).issue, glimpses=glimpses)
