"""Places a large graph's nodes: in islands of nodes that belong together, and the islands side by side on shelves."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

from rules.components import clusters
from service.pictures.layout import communities
from service.pictures.stacking import stacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from service.pictures.layout import Edge, Point

ACROSS: Final = 170.0
"""Units from column to column."""
DOWN: Final = 34.0
"""Units from row to row."""
BETWEEN: Final = 70.0
WIDER: Final = 1.6
"""How much wider than high the whole is to be, about as a screen is."""
TOGETHER: Final = 60
"""So many connected nodes are one island; of more each community is one, for nobody can follow so many lines."""

FORGETTING: Final = 0.6
"""How much an island counts in choosing the one after the next, of what it counts in choosing the next."""


@dataclass(frozen=True, slots=True)
class Island:
    """Nodes that are drawn together, each with its place in the rectangle that they take."""

    nodes: Sequence[int]
    places: Sequence[Point]

    @property
    def width(self) -> float:
        """With the room that the last column takes."""
        return max(x for x, _ in self.places) + ACROSS

    @property
    def height(self) -> float:
        """With the room that the last row takes."""
        return max(y for _, y in self.places) + DOWN


def packed(nodes: int, edges: Sequence[Edge]) -> list[Point]:
    """The place of each node; no two islands overlap. The same for the same graph. Pure."""
    groups = [[_island(some, inside) for some, inside in parts] for parts in _groups(nodes, edges)]
    islands = [island for group in groups for island in group]
    area = sum((island.width + BETWEEN) * (island.height + BETWEEN) for island in islands)
    width = max(max((island.width for island in islands), default=0.0), sqrt(WIDER * area))
    alone = sorted(
        (group[0] for group in groups if len(group) == 1), key=lambda one: (-one.height, -one.width, one.nodes)
    )
    places: list[Point] = [(0.0, 0.0)] * nodes
    top = 0.0
    for some in (*(group for group in groups if len(group) > 1), alone):
        top = _shelved(some, width, top, places)
    return places


def _shelved(islands: Iterable[Island], width: float, top: float, places: list[Point]) -> float:
    """Puts islands on shelves in their order, from a height on; where the last shelf ends."""
    x, y, shelf = 0.0, top, 0.0
    for island in islands:
        if x and x + island.width > width:
            x, y, shelf = 0.0, y + shelf + BETWEEN, 0.0
        for node, (right, down) in zip(island.nodes, island.places, strict=True):
            places[node] = (x + right, y + down)
        x, shelf = x + island.width + BETWEEN, max(shelf, island.height)
    return y + shelf + BETWEEN


def _groups(nodes: int, edges: Sequence[Edge]) -> Iterator[list[tuple[list[int], list[Edge]]]]:
    """The connected nodes, the most first; of each its islands with their edges, those next to each other in order."""
    if not nodes:
        return
    for some, inside in sorted(_parts(range(nodes), edges, _connected(nodes, edges)), key=lambda one: -len(one[0])):
        if len(some) <= TOGETHER:
            yield [(some, inside)]
            continue
        at = {node: place for place, node in enumerate(some)}
        label = communities(len(some), [(at[start], at[end]) for start, end in inside])
        parts = _parts(some, inside, {node: label[at[node]] for node in some})
        yield [parts[one] for one in _neighbourly(parts, inside)]


def _connected(nodes: int, edges: Sequence[Edge]) -> dict[int, int]:
    start, end = ([one[side] for one in edges] for side in (0, 1))
    return dict(enumerate(clusters(nodes, start, end).tolist()))


def _parts(nodes: Iterable[int], edges: Sequence[Edge], label: dict[int, int]) -> list[tuple[list[int], list[Edge]]]:
    """The nodes of each label, and the edges between them."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for node in nodes:
        members[label[node]].append(node)
    inside: defaultdict[int, list[Edge]] = defaultdict(list)
    for edge in edges:
        if label[edge[0]] == label[edge[1]]:
            inside[label[edge[0]]].append(edge)
    return [(some, inside[one]) for one, some in members.items()]


def _neighbourly(parts: Sequence[tuple[list[int], list[Edge]]], edges: Sequence[Edge]) -> Iterator[int]:
    """The parts in an order in which each is connected to those just before it, as far as that can be."""
    home = {node: at for at, (some, _) in enumerate(parts) for node in some}
    between: Counter[tuple[int, int]] = Counter()
    for start, end in edges:
        if home[start] != home[end]:
            between[home[start], home[end]] += 1
            between[home[end], home[start]] += 1
    near: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for (one, other), count in between.items():
        near[one][other] = count
    left = set(range(len(parts)))
    pull: dict[int, float] = dict.fromkeys(left, 0.0)
    while left:
        found = max(left, key=lambda one: (pull[one], len(parts[one][0]), -one))
        left.remove(found)
        yield found
        for one in left:
            pull[one] = pull[one] * FORGETTING + near[found].get(one, 0)


def _island(nodes: Sequence[int], edges: Sequence[Edge]) -> Island:
    at = {node: place for place, node in enumerate(nodes)}
    found = stacked(len(nodes), [(at[start], at[end]) for start, end in edges], ACROSS / DOWN / WIDER)
    left, top = min(x for x, _ in found), min(y for _, y in found)
    return Island(nodes, tuple(((x - left) * ACROSS, (y - top) * DOWN) for x, y in found))
