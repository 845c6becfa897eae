"""Places the nodes of a directed graph, in layers or on a ring. The one place that knows igraph."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from igraph import Graph

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    layers = [round(y) for _, y in Graph(nodes, edges, directed=True).layout_sugiyama().coords[:nodes]]
    steps: list[list[int]] = []
    for start, end in edges:
        forward = layers[start] < layers[end]
        between = range(layers[start], layers[end], 1 if forward else -1)[1:]
        steps.append([start, *range(len(layers), len(layers) + len(between)), end])
        layers.extend(between)
    short = [tuple(sorted(pair, key=layers.__getitem__)) for way in steps for pair in pairwise(way)]
    placed = Graph(len(layers), short, directed=True).layout_sugiyama(layers=layers).coords[: len(layers)]
    points = [(float(layer), float(x)) for layer, (x, _) in zip(layers, placed, strict=True)]
    return Layers(tuple(points[:nodes]), tuple(tuple(points[at] for at in way[1:-1]) for way in steps))


def ring(nodes: int) -> tuple[Point, ...]:
    """On a circle of radius 1 around the origin, from the top clockwise."""
    return tuple((float(y), -float(x)) for x, y in Graph(nodes).layout_circle().coords)
