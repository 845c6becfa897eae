"""How far a change may reach: every issue whose verdict may be another now, because it can see what changed.

The reverse of what ``rules.neighbourhood`` walks. Wider is harmless, for judging again changes nothing; narrower would
leave a verdict that the whole audit does not share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from service.store.lists import one_of
from service.store.tables import statement as table
from service.store.upserts import chunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

DECLARED: Final = frozenset({"fallback", "migration"})
"""Statements by which an issue speaks of other tickets of its own plan; what is said on these depends on it."""
FARTHEST: Final = 20_000
"""Issues; a change that reaches more is answered by judging everything again."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A statement as the walk needs it."""

    kind: str
    a: int
    b: int
    c: int


def affected(connection: Connection, changed: Iterable[int], limit: int = FARTHEST) -> set[int] | None:
    """The issues to be judged after a change of some; ``None`` where they are more than the limit."""
    walk = _Walk(connection)
    found = walk.up(set(changed), limit)
    return None if found is None else found | walk.tickets_of(found)


def asked_by(connection: Connection, issues: Iterable[int], besides: Iterable[int] = ()) -> set[int]:
    """What some issues wait on, where a need brief tells of them; ``besides`` what others waited on up to now."""
    return _Walk(connection).blockers_of(set(issues), set(besides))


@dataclass(slots=True)
class _Walk:
    """Goes from what changed to whoever sees it, layer by layer."""

    connection: Connection

    def up(self, changed: set[int], limit: int) -> set[int] | None:
        """Everyone who sees any of the changed issues, and these."""
        found, below = set(changed), set(changed)
        frontier, downward = set(changed), set(changed)
        while frontier or downward:
            if len(found) > limit:
                return None
            layer = set(self._around(frontier | downward))
            seen = {end for edge in layer for end in _seen_from(edge, frontier)}
            # Whoever declares for its parts, or dates them, is seen by all of them.
            heirs = {edge.a for edge in layer if edge.kind == "child" and edge.b in downward}
            declaring = {edge.a for edge in layer if edge.kind == "fallback" and frontier & {edge.b, edge.c}}
            downward = (heirs | declaring) - below
            below |= downward
            frontier = (seen | heirs) - found
            found |= frontier
        return found

    def tickets_of(self, found: set[int]) -> set[int]:
        """The fallbacks of those that see a change: what is said on one depends on what is said of it."""
        tickets = {edge.b for edge in self._around(found) if edge.kind in DECLARED and edge.a in found}
        return self._with_duplicates(tickets)

    def blockers_of(self, issues: set[int], besides: set[int]) -> set[int]:
        """What they wait on, and others of that kind."""
        blockers = {edge.b for edge in self._around(issues) if edge.kind == "wait" and edge.a in issues}
        return self._with_duplicates(blockers | besides)

    def _with_duplicates(self, issues: set[int]) -> set[int]:
        """The issues, and whatever was declared to be the same work."""
        found, new = set(issues), set(issues)
        while new:
            copies = (edge for edge in self._around(new) if edge.kind == "duplicate")
            new = {end for edge in copies for end in (edge.a, edge.b)} - found
            found |= new
        return found

    def _around(self, issues: set[int]) -> Iterator[Edge]:
        for some in chunks(sorted(issues)):
            near = or_(*(one_of(table.c[end], some) for end in "abc"))
            wanted = select(table.c.kind, table.c.a, table.c.b, table.c.c).where(table.c.present, near)
            yield from (Edge(*row) for row in self.connection.execute(wanted))


def _seen_from(edge: Edge, frontier: set[int]) -> Iterator[int]:
    """Who sees an issue of the frontier along this statement."""
    if edge.kind in ("wait", "fallback", "duplicate", "drop", "waiver", "migration") and frontier & {edge.b, edge.c}:
        yield edge.a
    if edge.kind in ("duplicate", "child") and edge.a in frontier:
        yield edge.b
