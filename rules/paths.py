"""The open links and parts around some tickets, and the ways through them: what a leaning fallback leads to."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import Adjacency, reached

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from rules.columns import Integers

NOTHING: tuple[()] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A shortest way from a ticket to another issue: the links on it, in order. Steps into parts have none."""

    links: tuple[int, ...]
    end: int


class Surroundings:
    """Everything that can be reached from the roots along open links and into parts, as plain Python lists.

    A fallback's surroundings are a handful of issues even in a large organisation, and lists beat arrays there.
    """

    def __init__(self, waits: Adjacency, parts: Adjacency, team: Integers, roots: NDArray[np.intp]) -> None:
        seeds = np.zeros(len(team), dtype=bool)
        seeds[roots] = True
        inside = np.flatnonzero(reached(seeds, (waits, parts)))
        self.nodes: list[int] = inside.tolist()
        self.team: dict[int, int] = dict(zip(self.nodes, team[inside].tolist(), strict=True))
        self._links = _grouped(waits, inside, with_rows=True)
        self._parts = _grouped(parts, inside, with_rows=False)

    def links(self, ticket: int) -> list[tuple[int, int]]:
        """The open links of a ticket: (link, what it waits on)."""
        return self._links.get(ticket, [])

    def parts(self, ticket: int) -> list[int]:
        """The tickets that are a part of this one."""
        return [part for _, part in self._parts.get(ticket, [])]

    def way(self, ticket: int, ends: Callable[[int, int], bool], enters: Callable[[int, int], bool]) -> Way | None:
        """The shortest way to an issue where ``ends(link, issue)``, through issues where ``enters(link, issue)``."""
        came: dict[int, tuple[int, int]] = {ticket: (-1, -1)}
        queue = deque([ticket])
        while queue:
            at = queue.popleft()
            for link, target in self.links(at):
                if ends(link, target):
                    return Way((*self._back(came, at), link), target)
                if target not in came and enters(link, target):
                    came[target] = (at, link)
                    queue.append(target)
            for part in self.parts(at):
                if part not in came:
                    came[part] = (at, -1)
                    queue.append(part)
        return None

    @staticmethod
    def _back(came: dict[int, tuple[int, int]], at: int) -> tuple[int, ...]:
        links = []
        while at != -1:
            at, link = came[at]
            if link != -1:
                links.append(link)
        return tuple(reversed(links))

    def teams_behind(self) -> dict[int, int]:
        """For each ticket, the teams of all issues it waits on at any depth, as bits of one integer.

        Tarjan's algorithm (Tarjan 1972, "Depth-first search and linear graph algorithms"), without recursion: it
        finishes the rings in reverse order, so that what a ring waits on is known when the ring is.
        """
        return _TeamsBehind(self).of_all()


def _grouped(edges: Adjacency, inside: NDArray[np.intp], *, with_rows: bool) -> dict[int, list[tuple[int, int]]]:
    position, at = edges.leaving(inside)
    found: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = edges.rows[at].tolist() if with_rows else [-1] * len(at)
    for start, row, end in zip(inside[position].tolist(), rows, edges.ends[at].tolist(), strict=True):
        found[start].append((row, end))
    return dict(found)


class _TeamsBehind:
    """One run of Tarjan's algorithm over the surroundings."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.behind = {at: 0 for at in around.nodes if not around.links(at) and not around.parts(at)}
        self.index: dict[int, int] = {}
        self.low: dict[int, int] = {}
        self.stack: list[int] = []

    def of_all(self) -> dict[int, int]:
        for root in self.around.nodes:
            if root not in self.behind:
                self._visit(root)
        return self.behind

    def _visit(self, root: int) -> None:
        work = [(root, self._open(root))]
        while work:
            at, targets = work[-1]
            for target in targets:
                if target in self.behind:
                    continue
                if target not in self.index:
                    work.append((target, self._open(target)))
                    break
                self.low[at] = min(self.low[at], self.index[target])
            else:
                work.pop()
                if work:
                    before = work[-1][0]
                    self.low[before] = min(self.low[before], self.low[at])
                if self.low[at] == self.index[at]:
                    self._finish(at)

    def _open(self, at: int) -> Iterator[int]:
        self.index[at] = self.low[at] = len(self.index)
        self.stack.append(at)
        return iter([target for _, target in self.around.links(at)] + self.around.parts(at))

    def _finish(self, at: int) -> None:
        """Closes the ring that ``at`` began: its members share what they wait on."""
        ring = [self.stack.pop()]
        while ring[-1] != at:
            ring.append(self.stack.pop())
        bits = 0
        for member in ring:
            for _, target in self.around.links(member):
                bits |= 1 << self.around.team[target] | self.behind.get(target, 0)
            for part in self.around.parts(member):
                bits |= self.behind.get(part, 0)
        for member in ring:
            self.behind[member] = bits
