"""Places the nodes of a directed graph, in layers or on a ring. The one place that knows igraph."""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from igraph import Graph

Edge: TypeAlias = tuple[int, int]
Point: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layers:
    """Each node's layer and its place there; and of each edge the places at which it passes the layers in between."""

    places: tuple[Point, ...]
    routes: tuple[tuple[Point, ...], ...]


def layered(nodes: int, edges: Sequence[Edge]) -> Layers:
    """In layers, such that most edges lead from one to a later one and few of them cross. The same for the same graph.

    (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures", 1981.)
    """
    layers = [round(y) for _, y in _graph(nodes, edges, directed=True).layout_sugiyama().coords[:nodes]]
    steps: list[list[int]] = []
    for start, end in edges:
        forward = layers[start] < layers[end]
        between = range(layers[start], layers[end], 1 if forward else -1)[1:]
        steps.append([start, *range(len(layers), len(layers) + len(between)), end])
        layers.extend(between)
    short = [tuple(sorted(pair, key=layers.__getitem__)) for way in steps for pair in pairwise(way)]
    placed = _graph(len(layers), short, directed=True).layout_sugiyama(layers=layers).coords[: len(layers)]
    points = [(float(layer), float(x)) for layer, (x, _) in zip(layers, placed, strict=True)]
    return Layers(tuple(points[:nodes]), tuple(tuple(points[at] for at in way[1:-1]) for way in steps))


def ranks(nodes: int, edges: Sequence[Edge]) -> list[int]:
    """The layer of each node, such that most edges lead to a later one, and no node stands earlier than it has to.

    Its time grows with the edges alone, where ``layered`` takes room for each layer that an edge passes. (Which edges
    lead back: Eades, Lin and Smyth, "A fast and effective heuristic for the feedback arc set problem", 1993.)
    """
    back = set(_graph(nodes, edges, directed=True).feedback_arc_set(method="eades"))
    kept = [edge for at, edge in enumerate(edges) if at not in back]
    forward = _graph(nodes, kept, directed=True)
    found = [0] * nodes
    order = forward.topological_sorting()
    for node in order:
        for end in forward.successors(node):
            found[end] = max(found[end], found[node] + 1)
    for node in reversed(order):
        ends = forward.successors(node)
        if ends:
            found[node] = min(found[end] for end in ends) - 1
    return found


def communities(nodes: int, edges: Sequence[Edge]) -> list[int]:
    """The community of each node: more edges lead to others of it than out of it. The same for the same graph.

    (Blondel, Guillaume, Lambiotte and Lefebvre, "Fast unfolding of communities in large networks", 2008.)
    """
    from igraph import set_random_number_generator  # noqa: PLC0415  # see _graph

    set_random_number_generator(random.Random(nodes))  # noqa: S311  # it is to be the same one each time
    try:
        found: list[int] = _graph(nodes, edges).simplify().community_multilevel().membership
    finally:
        set_random_number_generator(random)
    return found


def ring(nodes: int) -> tuple[Point, ...]:
    """On a circle of radius 1 around the origin, from the top clockwise."""
    return tuple((float(y), -float(x)) for x, y in _graph(nodes).layout_circle().coords)


def _graph(nodes: int, edges: Sequence[tuple[int, ...]] = (), *, directed: bool = False) -> Graph:
    """A graph of igraph's, which is loaded once somebody wants a picture: a service starts sooner without it."""
    from igraph import Graph  # noqa: PLC0415

    return Graph(nodes, edges, directed=directed)
