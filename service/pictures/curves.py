"""The curves of arrows between boxes, and the heads at their ends. Pure geometry."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.pictures.layout import Point

HEAD: Final = 12.0
"""How long an arrow's head is."""
BEND: Final = 0.3
"""How far an arrow across a ring bends towards its middle."""
ASIDE: Final = 14.0
"""How far it keeps away from the one that leads back."""
ROOM: Final = 0.3
"""Where on it a word stands, of the whole way: in the middle all of them meet."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A path in SVG's words, the corners of its head, where there is room for a word, and what it stays within."""

    path: str
    head: str
    room: Point
    within: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle around a point."""

    x: float
    y: float
    width: float
    height: float

    @property
    def corners(self) -> tuple[Point, Point]:
        """Two that lie across from each other."""
        across, down = self.width / 2, self.height / 2
        return (self.x - across, self.y - down), (self.x + across, self.y + down)

    def towards(self, point: Point) -> Point:
        """Where a line from the middle to a point leaves it."""
        across, down = point[0] - self.x, point[1] - self.y
        scale = min(
            (reach / abs(way) for reach, way in ((self.width / 2, across), (self.height / 2, down)) if way), default=0
        )
        return self.x + across * scale, self.y + down * scale


def through(points: Sequence[Point]) -> Curve:
    """Through points that lie beside each other, level at each of them."""
    *way, last = points
    sign = 1 if last[0] >= way[-1][0] else -1
    points = [*way, (last[0] - sign * HEAD, last[1])]
    path = f"M {_at(points[0])}"
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (x + to_x) / 2
        path += f" C {_at((half, y))} {_at((half, to_y))} {_at((to_x, to_y))}"
    at = (len(points) - 1) // 2
    (x, y), (to_x, to_y) = points[at], points[at + 1]
    return Curve(path, _head(points[-1], last), ((x + to_x) / 2, (y + to_y) / 2), tuple(points))


def across(start: Box, end: Box) -> Curve:
    """Between two boxes around the origin, bent towards it and to the side."""
    along, down = end.x - start.x, end.y - start.y
    length = hypot(along, down) or 1.0
    middle = (
        (start.x + end.x) / 2 * (1 - BEND) - down / length * ASIDE,
        (start.y + end.y) / 2 * (1 - BEND) + along / length * ASIDE,
    )
    first, last = start.towards(middle), end.towards(middle)
    back = hypot(middle[0] - last[0], middle[1] - last[1]) or 1.0
    neck = (last[0] + (middle[0] - last[0]) / back * HEAD, last[1] + (middle[1] - last[1]) / back * HEAD)
    room = tuple(
        one * (1 - ROOM) ** 2 + way * 2 * ROOM * (1 - ROOM) + other * ROOM**2
        for one, way, other in zip(first, middle, last, strict=True)
    )
    return Curve(
        f"M {_at(first)} Q {_at(middle)} {_at(neck)}", _head(neck, last), (room[0], room[1]), (first, middle, last)
    )


def _head(neck: Point, tip: Point) -> str:
    """A triangle as wide as it is long."""
    along, down = (tip[0] - neck[0]) / 2, (tip[1] - neck[1]) / 2
    return " ".join(
        _at(corner) for corner in (tip, (neck[0] - down, neck[1] + along), (neck[0] + down, neck[1] - along))
    )


def _at(point: Point) -> str:
    return f"{point[0]:.1f},{point[1]:.1f}"
