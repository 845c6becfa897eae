"""The graph of teams: arrows from those who wait to whom they wait on, as wide as many links. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from service.pictures.curves import Box, across, through
from service.pictures.drawing import Picture, drawn, label, width_of
from service.pictures.layout import layered, ring
from service.pictures.waits import busiest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rules.columns import TeamRow
    from service.pictures.curves import Curve
    from service.pictures.layout import Point
    from service.pictures.waits import Waits

MOST: Final = 24
"""Teams that are drawn, the busiest ones."""
SPARSE: Final = 2.3
"""Up to so many arrows a team they are told apart best in layers, and beyond on a ring."""
ON_A_RING: Final = 2
"""Of more only so many a team are drawn, those first that stand for most links without a plan B."""
HEIGHT, PADDING = 32.0, 12.0
BESIDE, BELOW = 80.0, 46.0
"""Room between layers, and from box to box in one."""
PORTS: Final = 20.0
"""Arrows at one side of a box begin and end on so much of it."""
THINNEST, WIDEST = 1.5, 5.5
MARGIN: Final = 16.0


@dataclass(frozen=True, slots=True)
class Node:
    """One team."""

    team: TeamRow
    label: str
    box: Box
    waits: int
    asked: int


@dataclass(frozen=True, slots=True)
class Arrow:
    """One pair of teams."""

    waits: Waits
    curve: Curve
    width: float


@dataclass(frozen=True, slots=True)
class Network:
    """What is drawn."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


def network(waits: Sequence[Waits], most: int = MOST, to: Callable[[TeamRow], str] | None = None) -> Picture:
    """The picture of the busiest teams and of the widest arrows between them.

    With ``to``, each team leads to the address that it has for it, by pointers only: a table has to stand beside it.
    """
    teams = busiest(waits)
    shown = teams[:most]
    among = frozenset(shown)
    inside = [one for one in waits if one.waiting in among and one.asked in among]
    wide = sorted(inside, key=lambda one: (-one.uncovered, -one.links, one.waiting.slug, one.asked.slug))
    sparse = len(wide) <= SPARSE * len(shown)
    found = _placed(shown, wide if sparse else wide[: ON_A_RING * len(shown)], inside, in_layers=sparse)
    left, top, right, bottom = _extent(found)
    values = {
        "network": found,
        "to": to,
        "left": left - MARGIN,
        "top": top - MARGIN,
        "width": right - left + 2 * MARGIN,
        "height": bottom - top + 2 * MARGIN,
    }
    return Picture(drawn("network.svg", values), len(teams) - len(shown), len(inside) - len(found.arrows))


def _extent(found: Network) -> tuple[float, float, float, float]:
    """The room that boxes and arrows take."""
    corners = [corner for node in found.nodes for corner in node.box.corners]
    corners += [point for arrow in found.arrows for point in arrow.curve.within]
    xs, ys = zip(*corners, strict=True) if corners else ((0.0,), (0.0,))
    return min(xs), min(ys), max(xs), max(ys)


def _placed(teams: Sequence[TeamRow], waits: Sequence[Waits], every: Sequence[Waits], *, in_layers: bool) -> Network:
    place = {team: at for at, team in enumerate(teams)}
    edges = [(place[one.waiting], place[one.asked]) for one in waits]
    boxes = [Box(0, 0, width_of(label(team.name)) + 2 * PADDING, HEIGHT) for team in teams]
    boxes, curves = (_in_layers if in_layers else _on_a_ring)(boxes, edges)
    most = max((one.links for one in waits), default=1)
    return Network(
        tuple(_node(team, box, every) for team, box in zip(teams, boxes, strict=True)),
        tuple(
            Arrow(one, curve, THINNEST + (WIDEST - THINNEST) * one.links / most)
            for one, curve in zip(waits, curves, strict=True)
        ),
    )


def _node(team: TeamRow, box: Box, waits: Sequence[Waits]) -> Node:
    waiting = sum(one.links for one in waits if one.waiting == team)
    return Node(team, label(team.name), box, waiting, sum(one.links for one in waits if one.asked == team))


def _in_layers(boxes: Sequence[Box], edges: Sequence[tuple[int, int]]) -> tuple[list[Box], list[Curve]]:
    layers = layered(len(boxes), edges)
    step = max((box.width for box in boxes), default=0) + BESIDE
    placed = [replace(box, x=layer * step, y=at * BELOW) for box, (layer, at) in zip(boxes, layers.places, strict=True)]
    ways = []
    for (start, end), route in zip(edges, layers.routes, strict=True):
        side = 1 if placed[start].x <= placed[end].x else -1
        first, last = placed[start], placed[end]
        passed = [(layer * step, at * BELOW) for layer, at in route]
        ways.append([(first.x + side * first.width / 2, first.y), *passed, (last.x - side * last.width / 2, last.y)])
    return placed, [through(way) for way in _apart(ways)]


def _apart(ways: list[list[Point]]) -> list[list[Point]]:
    """The same with the ends that meet at one side of a box beside each other, in the order of where they lead."""
    meeting: defaultdict[Point, list[tuple[float, int, int]]] = defaultdict(list)
    for at, way in enumerate(ways):
        for end, following in ((0, 1), (-1, -2)):
            meeting[way[end]].append((way[following][1], at, end))
    moved = [list(way) for way in ways]
    for (x, y), ends in meeting.items():
        gap = PORTS / len(ends)
        for number, (_, at, end) in enumerate(sorted(ends)):
            moved[at][end] = (x, y + (number - (len(ends) - 1) / 2) * gap)
    return moved


def _on_a_ring(boxes: Sequence[Box], edges: Sequence[tuple[int, int]]) -> tuple[list[Box], list[Curve]]:
    wide = max(230.0, len(boxes) * 24.0)
    high = max(150.0, len(boxes) * HEIGHT * 0.62)
    placed = [replace(box, x=x * wide, y=y * high) for box, (x, y) in zip(boxes, ring(len(boxes)), strict=True)]
    return placed, [across(placed[start], placed[end]) for start, end in edges]
