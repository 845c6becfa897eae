"""The surroundings of one issue as a picture: who waits on it to the left, what it waits on to the right. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from service.pictures.curves import Box, through
from service.pictures.drawing import Picture, drawn, label, width_of
from service.pictures.layout import layered

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.evidence.shown import Place, Surroundings
    from service.pictures.curves import Curve
    from service.survey.shown import Issue

HEIGHT, PADDING = 46.0, 12.0
BESIDE, BELOW = 70.0, 62.0
"""Room between layers, and from box to box in one."""
MARGIN: Final = 16.0
BOLD: Final = 1.15
"""How much wider than other letters bold ones are."""
WORDS: Final = {
    "hangs": "waits on, with no fallback that stands,",
    "covered": "waits on, with a fallback that stands,",
    "own": "waits on, in its own team,",
    "fallback": "has the fallback",
    "doubted": "has a fallback that does not stand:",
}


@dataclass(frozen=True, slots=True)
class Node:
    """One issue, with two lines of text."""

    place: Place
    ref: str
    team: str
    box: Box
    here: bool


@dataclass(frozen=True, slots=True)
class Arrow:
    """One way, and what it says."""

    kind: str
    says: str
    curve: Curve


def surroundings(around: Surroundings, to: Callable[[Issue], str]) -> Picture:
    """The picture. Each issue leads to the address that ``to`` has for it, by pointers only: lists stand beside it."""
    boxes = [_box(place) for place in around.places]
    edges = [(way.start, way.end) for way in around.ways]
    layers = layered(len(boxes), edges)
    step = max(box.width for box in boxes) + BESIDE
    boxes = [replace(box, x=layer * step, y=at * BELOW) for box, (layer, at) in zip(boxes, layers.places, strict=True)]
    arrows = [
        Arrow(way.kind, _says(around, way.start, way.end, way.kind), _curve(boxes[way.start], boxes[way.end], passed))
        for way, route in zip(around.ways, layers.routes, strict=True)
        for passed in ([(layer * step, at * BELOW) for layer, at in route],)
    ]
    nodes = [
        Node(place, label(place.issue.ref), label(place.team.name), box, at == 0)
        for at, (place, box) in enumerate(zip(around.places, boxes, strict=True))
    ]
    left, top, right, bottom = _extent(nodes, arrows)
    size = {"left": left, "top": top, "width": right - left, "height": bottom - top}
    return Picture(drawn("surroundings.svg", {"nodes": nodes, "arrows": arrows, "to": to, **size}), around.left_out)


def _box(place: Place) -> Box:
    widest = max(width_of(label(place.issue.ref)) * BOLD, width_of(label(place.team.name)))
    return Box(0, 0, widest + 2 * PADDING, HEIGHT)


def _curve(start: Box, end: Box, passed: Sequence[tuple[float, float]]) -> Curve:
    side = 1 if start.x <= end.x else -1
    return through([(start.x + side * start.width / 2, start.y), *passed, (end.x - side * end.width / 2, end.y)])


def _says(around: Surroundings, start: int, end: int, kind: str) -> str:
    return f"{around.places[start].issue.ref} {WORDS[kind]} {around.places[end].issue.ref}"


def _extent(nodes: Sequence[Node], arrows: Sequence[Arrow]) -> tuple[float, float, float, float]:
    corners = [corner for node in nodes for corner in node.box.corners]
    corners += [point for arrow in arrows for point in arrow.curve.within]
    xs, ys = zip(*corners, strict=True)
    return min(xs) - MARGIN, min(ys) - MARGIN, max(xs) + MARGIN, max(ys) + MARGIN
