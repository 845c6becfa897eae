"""How often waiting is passed on from team to team: the longest chain of links behind each issue, rings taken as one.

Links inside a team lengthen no chain, and neither do those inside a ring: a ring has no end. Pure, exact, and linear
in the links.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import Adjacency
from rules.columns import NOBODY
from rules.components import rings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Mask
    from rules.links import Links

NO_LINK = -1


class Chains:
    """The places of a graph, one an issue or a ring, and the longest chain of the given links that begins at each.

    Most blockers wait on nothing themselves; what is left of the links is few and is walked in plain Python, for waves
    of numpy would take as many rounds as the chain is long. Of two longest chains the one with the lower links counts.
    """

    def __init__(self, links: Links) -> None:
        graph = links.graph
        self._blocker = graph.columns.waits.blocker
        blocked, blocker = graph.columns.waits.blocked[links.rows], self._blocker[links.rows]
        self.place, count = _places(blocked, blocker, len(graph.columns))
        between = self.place[blocked] != self.place[blocker]
        start, end, rows = self.place[blocked[between]], self.place[blocker[between]], links.rows[between]
        waits = np.zeros(count, dtype=bool)
        waits[start] = True
        self._begin(start, rows, graph.crosses[rows], count)
        deep = waits[end]
        self._into = _Into(start[deep], end[deep], rows[deep], graph.crosses[rows[deep]], count)
        self._order = self._follow()

    def links_from(self, place: int) -> Iterator[int]:
        """The links of a place's longest chain that lead from team to team, the first one first."""
        while (link := self._crossing[place]) != NO_LINK:
            yield link
            place = int(self.place[self._blocker[link]])

    def length_from(self, place: int) -> int:
        """How many they are."""
        return self._length[place]

    def heads(self, most: int, counts: Mask) -> list[int]:
        """The places, of an issue that counts, at which a chain becomes longer than so many links.

        Whoever waits on such a place has a longer chain yet, and is not among them.
        """
        beyond = np.array(self._length, dtype=np.int32) > most
        counting = np.zeros(len(beyond), dtype=bool)
        counting[self.place[counts & (self.place != NOBODY)]] = True
        heads, behind = (beyond & counting).tolist(), [False] * len(beyond)
        for at in self._order:
            if heads[at] or behind[at]:
                for waiter, _, _ in self._into.steps(at):
                    behind[waiter] = True
        return [at for at in np.flatnonzero(beyond & counting).tolist() if not behind[at]]

    def _begin(self, start: NDArray[np.int32], rows: NDArray[np.intp], crosses: Mask, count: int) -> None:
        """The chains of one link."""
        first = np.full(count, len(self._blocker), dtype=np.int64)
        np.minimum.at(first, start[crosses], rows[crosses])
        begun = first < len(self._blocker)
        self._length: list[int] = begun.astype(np.int32).tolist()
        self._crossing: list[int] = np.where(begun, first, NO_LINK).tolist()

    def _follow(self) -> list[int]:
        """Lengthens the chains, each place after all that it waits on; returns the places in that order."""
        order, left = self._into.ready(), self._into.leaving
        for at in order:
            for waiter, link, crosses in self._into.steps(at):
                length, first = (self._length[at] + 1, link) if crosses else (self._length[at], self._crossing[at])
                if (-length, first) < (-self._length[waiter], self._crossing[waiter]):
                    self._length[waiter], self._crossing[waiter] = length, first
                left[waiter] -= 1
                if not left[waiter]:
                    order.append(waiter)
        return order


class _Into:
    """The links between places by the place that they lead to, as plain lists."""

    def __init__(
        self, start: NDArray[np.int32], end: NDArray[np.int32], rows: NDArray[np.intp], crosses: Mask, count: int
    ) -> None:
        by_end = Adjacency(count, end, start)
        self._waiters: list[int] = by_end.ends.tolist()
        self._links: list[int] = rows[by_end.rows].tolist()
        self._crosses: list[bool] = crosses[by_end.rows].tolist()
        self._offsets: list[int] = by_end.offsets.tolist()
        self._leaving = np.bincount(start, minlength=count)

    @property
    def leaving(self) -> list[int]:
        """How many links leave each place."""
        found: list[int] = self._leaving.tolist()
        return found

    def ready(self) -> list[int]:
        """The places that links lead to and none leaves."""
        found: list[int] = np.flatnonzero((self._leaving == 0) & (np.diff(self._offsets) > 0)).tolist()
        return found

    def steps(self, place: int) -> Iterator[tuple[int, int, bool]]:
        """Who waits on a place, by which link, and whether that leads from one team to another."""
        span = slice(self._offsets[place], self._offsets[place + 1])
        return zip(self._waiters[span], self._links[span], self._crosses[span], strict=True)


def _places(blocked: NDArray[np.int32], blocker: NDArray[np.int32], count: int) -> tuple[NDArray[np.int32], int]:
    """The place of each issue at an end of a link, ``NOBODY`` for the others; and how many places there are."""
    met = np.zeros(count, dtype=bool)
    met[blocked] = met[blocker] = True
    position = np.cumsum(met, dtype=np.int32) - 1
    met_count = int(np.count_nonzero(met))
    label = rings(met_count, position[blocked], position[blocker])
    places = int(label.max(initial=NOBODY)) + 1
    return np.where(met, label[np.maximum(position, 0)] if met_count else NOBODY, NOBODY).astype(np.int32), places
