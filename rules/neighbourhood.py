"""What some issues can see: the part of the model on which judging them gives exactly what the whole gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import Adjacency
from rules.columns import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Columns, Integers, Mask


def neighbourhood(columns: Columns, inside: Mask) -> Mask:
    """The issues that must be loaded to judge those inside.

    From each issue: what it waits on, its parts, the fallbacks it declares, for what and with which migrations, what
    its waivers are for, and its ancestors with what they declare; for the issues inside also those that use them as a
    fallback or a migration. An ancestor's other parts and its own links are not needed: they are seen only from a
    ticket that is reached itself.
    """
    said = columns.declarations
    whole = inside.copy()
    whole[said.issue[inside[said.ticket] | ((said.migration != NOBODY) & inside[said.migration])]] = True
    above = np.zeros(len(columns), dtype=bool)
    walk = _Walk(columns)
    frontier, ancestors = np.flatnonzero(whole), np.zeros(0, dtype=np.intp)
    while len(frontier) or len(ancestors):
        ends = np.concatenate([*walk.from_whole(frontier), *walk.from_ancestors(ancestors)])
        parents = walk.parents(np.concatenate([frontier, ancestors]))
        frontier = np.unique(ends[~whole[ends]])
        whole[frontier] = True
        ancestors = np.unique(parents[~above[parents] & ~whole[parents]])
        above[ancestors] = True
    return whole | above


class _Walk:
    """The steps that a neighbourhood takes."""

    def __init__(self, columns: Columns) -> None:
        count, said = len(columns), columns.declarations
        children = np.flatnonzero(columns.issues.parent != NOBODY).astype(np.int32)
        self._parent = columns.issues.parent
        self._waits = Adjacency(count, columns.waits.blocked, columns.waits.blocker)
        self._parts = Adjacency(count, self._parent[children], children)
        self._tickets = Adjacency(count, said.issue, said.ticket)
        particular = said.blocker != NOBODY
        self._blockers = Adjacency(count, said.issue[particular], said.blocker[particular])
        replaced = said.migration != NOBODY
        self._migrations = Adjacency(count, said.issue[replaced], said.migration[replaced])
        waived = [(row.issue, row.blocker) for row in columns.waivers if row.blocker != NOBODY]
        ends = np.array(waived, dtype=np.int32).reshape(-1, 2)
        self._waived = Adjacency(count, ends[:, 0], ends[:, 1])

    def from_whole(self, nodes: NDArray[np.intp]) -> Iterator[Integers]:
        for way in (self._waits, self._parts, self._tickets, self._blockers, self._migrations, self._waived):
            yield way.ends[way.leaving(nodes)[1]]

    def from_ancestors(self, nodes: NDArray[np.intp]) -> Iterator[Integers]:
        for way in (self._tickets, self._blockers, self._migrations):
            yield way.ends[way.leaving(nodes)[1]]

    def parents(self, nodes: NDArray[np.intp]) -> Integers:
        above = self._parent[nodes]
        return np.asarray(above[above != NOBODY])
