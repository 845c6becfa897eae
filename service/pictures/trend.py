"""How a figure went over days, as a line in a small picture with its first and its last value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from service.pictures.drawing import drawn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

WIDTH: Final = 320.0
HEIGHT: Final = 90.0
FEWEST: Final = 2
"""A single day has no trend."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A value of a day, and where it is drawn."""

    x: float
    y: float
    day: date
    value: str


def trend(name: str, values: Sequence[tuple[int, float]], *, share: bool = False, good: bool = False) -> Markup | None:
    """The trend of values by day (ordinal), in their order; ``None`` of fewer than two.

    A ``share`` of 1 is drawn between nothing and all of it, a count from nothing to the most there was. ``good`` is
    what is better when there is more of it.
    """
    if len(values) < FEWEST:
        return None
    first, last = values[0][0], values[-1][0]
    most = 1.0 if share else max(1.0, *(value for _, value in values))
    marks = [
        Mark(
            x=WIDTH * (day - first) / (last - first),
            y=HEIGHT * (1 - value / most),
            day=date.fromordinal(day),
            value=f"{value * 100:.0f} %" if share else f"{value:g}",
        )
        for day, value in values
    ]
    rises = values[-1][1] - values[0][1]
    course = "same" if not rises else "better" if (rises > 0) is good else "worse"
    return drawn("trend.svg", {"name": name, "marks": marks, "course": course, "width": WIDTH, "height": HEIGHT})
