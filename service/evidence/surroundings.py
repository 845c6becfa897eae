"""What is around one issue: who waits on it, what it waits on two steps deep, and what would be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from rules.model import State
from rules.views import IssueView, LinkView
from service.evidence.shown import Place, Surroundings, Way
from service.survey.naming import issue_of, team_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.graph import Graph
    from service.evidence.shown import Waiter

MOST: Final = 24
"""Issues that a small picture has room for."""
WAITS, BEHIND, WAITERS = 8, 3, 8
ENDED: Final = frozenset({State.DONE, State.DROPPED, State.GONE})


def surroundings_of(graph: Graph, row: int, waiters: Mapping[str, Waiter] | None = None) -> Surroundings:
    """The surroundings of an issue by its row. ``waiters``, by ref, know better for whom a fallback stands. Pure."""
    around = _Around(graph, row, waiters or {})
    around.go()
    return around.surroundings()


class _Around:
    """Gathers places and ways from the issue outwards."""

    def __init__(self, graph: Graph, row: int, waiters: Mapping[str, Waiter]) -> None:
        self._graph, self._row, self._waiters = graph, row, waiters
        self._places: dict[int, int] = {row: 0}
        self._ways: dict[tuple[int, int], str] = {}
        self._left_out: set[int] = set()

    def go(self) -> None:
        own = list(self._graph.open_links_of(self._row))
        for link in own[:WAITS]:
            self._wait(link)
            for fallback in link.fallbacks:
                self._lead(self._row, fallback.ticket.row, "fallback" if fallback.stands else "doubted")
        self._left_out.update(link.blocker.row for link in own[WAITS:])
        blockers = np.flatnonzero(self._graph.columns.waits.blocker == self._row)
        asking = [link for at in blockers.tolist() if (link := LinkView(self._graph, at)).open]
        for link in asking[:WAITERS]:
            self._wait(link)
        self._left_out.update(link.blocked.row for link in asking[WAITERS:])
        for link in own[:WAITS]:
            behind = self._graph.open_links_of(link.blocker.row)
            for further in behind[:BEHIND]:
                self._wait(further)
            self._left_out.update(one.blocker.row for one in behind[BEHIND:])

    def surroundings(self) -> Surroundings:
        places = tuple(self._place(IssueView(self._graph, row)) for row in self._places)
        ways = tuple(Way(start, end, kind) for (start, end), kind in self._ways.items())
        return Surroundings(places, ways, len(self._left_out - self._places.keys()))

    def _wait(self, link: LinkView) -> None:
        known = self._waiters.get(link.blocked.ref.text) if link.blocker.row == self._row else None
        covered = link.covered if known is None else bool(known.covered)
        kind = "own" if not link.crosses else "covered" if covered else "hangs"
        self._lead(link.blocked.row, link.blocker.row, kind)

    def _lead(self, start: int, end: int, kind: str) -> None:
        for row in (start, end):
            if row not in self._places and len(self._places) >= MOST:
                self._left_out.add(row)
                return
            self._places.setdefault(row, len(self._places))
        self._ways.setdefault((self._places[start], self._places[end]), kind)

    def _place(self, one: IssueView) -> Place:
        return Place(issue_of(one), team_of(one.team), one.state in ENDED)
