"""Lower bounds of the odds of all issues at once, by columns: who asks which are low need not weigh each of them.

What has to come true together is never less likely than its parts multiplied, however much they share, for each of them
is helped by the same events (Harris, "A lower bound for the critical probability in a certain percolation process",
1960). So factors are added up as logarithms along the links, and what a fallback stands in for has its fallback's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rules.adjacency import Adjacency, climb, reached
from rules.columns import NOBODY
from rules.components import rings
from rules.model import State

if TYPE_CHECKING:
    from rules.columns import Integers, Mask
    from rules.odds.outlook import Outlook

Logarithms = NDArray[np.float64]

ROUNDS = 64
"""How deep factors are added up; what lies deeper, or on a ring, has no bound."""
IMPOSSIBLE = -1e9
"""The logarithm of no odds at all, such that it can be added up and taken away again."""


@dataclass(frozen=True, slots=True)
class _Edges:
    """From nodes to the nodes whose factors they take over; ``sure`` if nothing can stand in."""

    start: NDArray[np.intp]
    end: NDArray[np.intp]
    sure: Mask

    def keep(self, mask: Mask) -> _Edges:
        return _Edges(self.start[mask], self.end[mask], self.sure[mask])

    @classmethod
    def joined(cls, parts: list[_Edges]) -> _Edges:
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in ("start", "end", "sure")))


class Bounds:
    """Bounds for issues and for open links, whose arrays follow ``links``. Pure; linear in the links times their depth.

    An issue that waits is two nodes: as its own team sees it, for which its own work is no event, and as others do.
    """

    def __init__(self, outlook: Outlook) -> None:
        self.graph = graph = outlook.graph
        self._assumed = graph.policy.assumptions
        self._team_logs = logarithms(np.array(outlook.team_odds, dtype=np.float64))
        self.links = outlook.asks
        self.blocked = graph.columns.waits.blocked[self.links]
        self.blocker = graph.columns.waits.blocker[self.links]
        self._ticket = _tickets(outlook)[self.links]
        self._sum()

    @cached_property
    def asked(self) -> Logarithms:
        """Of each link, the odds that another team delivers its blocker, whatever that waits on."""
        issues = self.graph.columns.issues
        state = issues.state[self.blocker]
        assumed = logarithms(np.array([self._assumed.odds]))[0]
        odds = np.where(state == State.SUPPLIER, assumed, self._team_logs[issues.team[self.blocker]])
        return np.where(self._ended, IMPOSSIBLE, odds)

    @cached_property
    def of_links(self) -> Logarithms:
        """Of each link, the odds that its blocker comes for the team that waits, or that a fallback does."""
        came = self._own_ask + np.where(self._ended, 0, self._value(self.blocked, self.blocker))
        covered = self._ticket != NOBODY
        instead = np.where(covered, self._instead + self._value(self.blocked, self._ticket), IMPOSSIBLE)
        missed = -np.expm1(np.minimum(came, 0)) * -np.expm1(np.minimum(instead, 0))
        return np.where(covered, logarithms(1 - missed), came)

    @property
    def of_issues(self) -> Logarithms:
        """Of each issue, the odds that everything it waits on comes for its own team."""
        return np.asarray(self._sums[self._place])

    @property
    def ringed(self) -> Mask:
        """The issues that wait in a ring, or on one, where nothing stands in: they have no odds."""
        return self._marked(self._on_ring(self._deep.keep(self._deep.sure)))

    @property
    def doubtful(self) -> Mask:
        """The issues that lead to a ring in any way."""
        return self._marked(self._on_ring(self._deep))

    @cached_property
    def _ended(self) -> Mask:
        return np.isin(self.graph.columns.issues.state[self.blocker], (State.DROPPED, State.GONE))

    @cached_property
    def _own_ask(self) -> Logarithms:
        return np.where(self.graph.crosses[self.links] | self._ended, self.asked, 0)

    @cached_property
    def _instead(self) -> Logarithms:
        done = self.graph.columns.issues.state[self._ticket] == State.DONE
        return np.where(done, 0, logarithms(np.array([self._assumed.fallback_odds]))[0])

    def _sum(self) -> None:
        parent = self.graph.columns.issues.parent
        carries = np.zeros(len(parent), dtype=bool)
        carries[self.blocked] = True
        for _, ancestors in climb(parent, np.unique(self.blocked)):
            carries[ancestors] = True
        self._count = int(np.count_nonzero(carries))
        self._place = np.where(carries, np.cumsum(carries) - 1, NOBODY)
        covered = self._ticket != NOBODY
        bases = [np.where(covered, self._instead, ask) for ask in (self._own_ask, self.asked)]
        at = self._place[self.blocked]
        first = np.concatenate([_added(at, base, self._count) for base in bases])
        sums, self._deep = _summed(first, self._edges(carries, covered))
        self._sums = np.append(sums, 0)  # its last is the place of whoever waits on nothing

    def _edges(self, carries: Mask, covered: Mask) -> _Edges:
        parent, state = self.graph.columns.issues.parent, self.graph.columns.issues.state
        target = np.where(covered, self._ticket, self.blocker)
        goes_on = np.where(covered, state[self._ticket] != State.DONE, ~self._ended) & carries[target]
        parts = np.flatnonzero(carries & (parent != NOBODY))
        links = self._between(self.blocked[goes_on], target[goes_on], ~covered[goes_on])
        return _Edges.joined([*links, *self._between(parent[parts], parts, np.ones(len(parts), dtype=bool))])

    def _between(self, start: Integers, end: NDArray[np.integer], sure: Mask) -> list[_Edges]:
        """The edges between issues that carry factors, as the team of the first sees them, and as others do."""
        other = self._place[start] + self._count
        return [
            _Edges(self._place[start], self._node(start, end), sure),
            _Edges(other, self._place[end] + self._count, sure),
        ]

    def _node(self, start: Integers, end: NDArray[np.integer]) -> NDArray[np.intp]:
        """The node that ``end`` is for the team of ``start``."""
        team = self.graph.columns.issues.team
        return np.asarray(self._place[end] + np.where(team[start] == team[end], 0, self._count))

    def _value(self, start: Integers, end: Integers) -> Logarithms:
        return np.where(self._place[end] == NOBODY, 0, self._sums[self._node(start, end)])

    def _on_ring(self, edges: _Edges) -> Mask:
        """The nodes that lead to a ring of edges, those on it among them."""
        found = np.zeros(2 * self._count, dtype=bool)
        if len(edges.start):
            label = rings(len(found), edges.start, edges.end)
            ring = label[edges.start] == label[edges.end]
            found[edges.start[ring]] = True
            back = Adjacency(len(found), edges.end.astype(np.int32), edges.start.astype(np.int32))
            found = reached(found, (back,))
        return found

    def _marked(self, nodes: Mask) -> Mask:
        return np.asarray(np.append(nodes, [False])[self._place])


def logarithms(odds: Logarithms) -> Logarithms:
    """Of odds; finite for none."""
    possible = odds > 0
    return np.where(possible, np.log(np.where(possible, odds, 1)), IMPOSSIBLE)


def _added(at: NDArray[np.integer], values: Logarithms, count: int) -> Logarithms:
    """The sum of the values of each place."""
    return np.bincount(at, weights=values, minlength=count).astype(np.float64)


def _tickets(outlook: Outlook) -> Integers:
    """Of each link, a ticket that stands in for its blocker, a finished one if there is one; else ``NOBODY``."""
    graph = outlook.graph
    judged, state = graph.judged, graph.columns.issues.state
    found = np.full(len(graph.open), NOBODY, dtype=np.int32)
    rows = np.flatnonzero(judged.reasons == 0)
    tickets = graph.columns.declarations.ticket[judged.declaration[rows]]
    order = np.lexsort((-np.arange(len(rows)), state[tickets] == State.DONE))  # the last one that is written stays
    found[judged.link[rows[order]]] = tickets[order]
    return found


def _summed(first: Logarithms, edges: _Edges) -> tuple[Logarithms, _Edges]:
    """The factors of each node and of all that it leads to, way by way; and the edges of ways that are longer."""
    sums, news = first.copy(), first
    active = np.ones(len(first), dtype=bool)
    for _ in range(ROUNDS):
        edges = edges.keep(active[edges.end])
        if not len(edges.start):
            break
        news = _added(edges.start, news[edges.end], len(first))
        sums += news
        active = np.zeros(len(first), dtype=bool)
        active[edges.start] = True
    sums[edges.start] = IMPOSSIBLE
    return sums, edges
