"""Places a graph's nodes in layers, each group of connected ones by itself, and the groups side by side on shelves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from service.pictures.layout import layered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from service.pictures.layout import Edge, Point

ACROSS: Final = 150.0
"""Units from layer to layer."""
DOWN: Final = 34.0
"""Units from node to node in a layer."""
BETWEEN: Final = 60.0
WIDER: Final = 1.6
"""How much wider than high the whole is to be, about as a screen is."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Connected nodes, each with its place in the rectangle that they take."""

    nodes: tuple[int, ...]
    places: tuple[Point, ...]

    @property
    def width(self) -> float:
        return max(x for x, _ in self.places) + ACROSS

    @property
    def height(self) -> float:
        return max(y for _, y in self.places) + DOWN


def packed(nodes: int, edges: Sequence[Edge]) -> list[Point]:
    """The place of each node; no two groups overlap. The same for the same graph. Pure."""
    groups = sorted(_groups(nodes, edges), key=lambda group: (-group.height, group.nodes))
    widest = max((group.width for group in groups), default=0.0)
    width = max(widest, sqrt(WIDER * sum((group.width + BETWEEN) * (group.height + BETWEEN) for group in groups)))
    places: list[Point] = [(0.0, 0.0)] * nodes
    x = y = shelf = 0.0
    for group in groups:
        if x and x + group.width > width:
            x, y, shelf = 0.0, y + shelf + BETWEEN, 0.0
        for node, (right, down) in zip(group.nodes, group.places, strict=True):
            places[node] = (x + right, y + down)
        x, shelf = x + group.width + BETWEEN, max(shelf, group.height)
    return places


def _groups(nodes: int, edges: Sequence[Edge]) -> Iterable[_Group]:
    if not nodes:
        return
    ends = [[one[end] for one in edges] for end in (0, 1)]
    _, label = connected_components(coo_array(([1] * len(edges), ends), shape=(nodes, nodes)), directed=False)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(label.tolist()):
        members[group].append(node)
    inside: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        inside[label[edge[0]]].append(edge)
    for group, some in members.items():
        at = {node: place for place, node in enumerate(some)}
        found = layered(len(some), [(at[start], at[end]) for start, end in inside[group]]).places
        left, top = min(x for x, _ in found), min(y for _, y in found)
        yield _Group(tuple(some), tuple(((x - left) * ACROSS, (y - top) * DOWN) for x, y in found))
