"""Edges grouped by where they start, for walks over numpy arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Integers, Mask


class Adjacency:
    """The edges ``start -> end``, found by their start. ``rows`` names the edges in the caller's numbering."""

    def __init__(self, count: int, start: Integers, end: Integers, rows: NDArray[np.intp] | None = None) -> None:
        order = np.argsort(start, kind="stable")
        self.ends = end[order]
        self.rows = order if rows is None else rows[order]
        self.offsets = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(start, minlength=count), out=self.offsets[1:])

    def has(self, nodes: NDArray[np.integer]) -> Mask:
        """Which nodes an edge leaves."""
        return np.asarray(self.offsets[nodes + 1] > self.offsets[nodes])

    def ends_of(self, node: int) -> list[int]:
        """Where the edges of one node lead to."""
        found: list[int] = self.ends[self.offsets[node] : self.offsets[node + 1]].tolist()
        return found

    def rows_of(self, node: int) -> list[int]:
        """The edges of one node, in the caller's numbering."""
        found: list[int] = self.rows[self.offsets[node] : self.offsets[node + 1]].tolist()
        return found

    def leaving(self, nodes: NDArray[np.integer]) -> tuple[NDArray[np.intp], NDArray[np.int64]]:
        """All edges that leave the nodes: the position of the node in ``nodes``, and the edge's position here."""
        counts = self.offsets[nodes + 1] - self.offsets[nodes]
        position = np.repeat(np.arange(len(nodes)), counts)
        within = np.arange(len(position)) - np.repeat(np.cumsum(counts) - counts, counts)
        return position, self.offsets[nodes][position] + within


def reached(seeds: Mask, ways: tuple[Adjacency, ...]) -> Mask:
    """Every node that can be reached from the seeds by any of the ways, the seeds among them. Linear in the edges."""
    seen = seeds.copy()
    frontier = np.flatnonzero(seen)
    while len(frontier):
        ends = np.concatenate([way.ends[way.leaving(frontier)[1]] for way in ways])
        frontier = np.unique(ends[~seen[ends]])
        seen[frontier] = True
    return seen


GENERATIONS = 64
"""How far up a hierarchy is followed. GitHub nests sub-issues 8 deep, Jira's plans have fewer levels."""


def climb(parent: Integers, nodes: Integers) -> Iterator[tuple[NDArray[np.intp], Integers]]:
    """The ancestors of the nodes, generation by generation: positions in ``nodes``, and the ancestors there."""
    positions = np.flatnonzero(parent[nodes] != NOBODY)
    at = parent[nodes[positions]]
    for _ in range(GENERATIONS):
        if not len(positions):
            return
        yield positions, at
        further = parent[at] != NOBODY
        positions, at = positions[further], parent[at[further]]


def without_rings(parent: Integers) -> Integers:
    """The parents, where issues that are their own ancestors have none: a ring of parents tells no hierarchy.

    Follows all chains at once, twice as far in each round, so that depth costs its logarithm.
    """
    held = np.flatnonzero(parent != NOBODY)
    if not len(held):
        return parent
    jump = parent.copy()
    for _ in range(int(np.ceil(np.log2(len(held) + 1))) + 1):
        moving = held[jump[held] != NOBODY]
        if not len(moving):
            return parent
        jump[moving] = jump[jump[moving]]
        held = moving
    on_ring = np.zeros(len(parent), dtype=bool)
    on_ring[jump[held]] = True
    at = parent[jump[held]]
    while not on_ring[at].all():
        on_ring[at] = True
        at = np.unique(parent[at])
    return np.where(on_ring, NOBODY, parent).astype(parent.dtype)
