"""Who waits on whom as a matrix: the more waits without a plan B, the darker. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from service.pictures.drawing import Picture, drawn, label, width_of
from service.pictures.waits import busiest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rules.columns import TeamRow
    from service.pictures.waits import Waits

MOST: Final = 30
"""Teams that are drawn, the busiest ones."""
LEVELS: Final = 5
SIZES: Final = ((10, 38), (16, 30), (MOST, 24))
"""So many teams get cells of this size."""
GAP: Final = 10
CORNER: Final = 84.0
"""What the words in the corner take."""
SWATCH: Final = 62
"""What an entry of the legend takes."""
SLANT: Final = sqrt(0.5)
"""Column names lean by 45 degrees."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One pair of teams; ``level`` is 0 where every wait has a plan B; where it leads, '' for nowhere."""

    waits: Waits
    x: float
    y: float
    level: int
    href: str


@dataclass(frozen=True, slots=True)
class Axis:
    """One team's name in front of its row and above its column, and how many waits these hold."""

    team: TeamRow
    label: str
    at: float
    waits: int
    asked: int
    href: str


def matrix(waits: Sequence[Waits], most: int = MOST, to: Callable[[TeamRow], str] | None = None) -> Picture:
    """The matrix of the busiest teams. Rows wait, columns are asked.

    With ``to``, rows, columns and cells lead to the address that it has for their team, of a cell for the one that
    waits. Then only pointers reach it: a thousand stops of the Tab key help nobody, so a table has to stand beside it.
    """
    teams = busiest(waits)
    shown = teams[:most]
    place = {team: at for at, team in enumerate(shown)}
    inside = [one for one in waits if one.waiting in place and one.asked in place]
    size = next(size for count, size in SIZES if len(shown) <= max(count, most if count == MOST else 0))
    names = max((width_of(label(team.name)) for team in shown), default=0)
    left, top = max(names, CORNER) + 2 * GAP, names * SLANT + 2 * GAP
    bounds = levels(max((one.uncovered for one in inside), default=0))
    side = size * len(shown)
    hrefs = {team: "" if to is None else to(team) for team in shown}
    values = {
        "left": left,
        "top": top,
        "size": size,
        "side": side,
        "width": left + max(side + max(names * SLANT, 5 * GAP), SWATCH * (len(bounds) + 2)),
        "height": top + side + 7 * GAP,
        "swatch": SWATCH,
        "axes": _axes(inside, hrefs, size),
        "cells": [
            Cell(
                waits=one,
                x=size * place[one.asked],
                y=size * place[one.waiting],
                level=level_of(one.uncovered, bounds),
                href=hrefs[one.waiting],
            )
            for one in inside
        ],
        "legend": [(at, _range(bounds, at)) for at in range(1, len(bounds) + 1)],
        "heaviest": sorted(inside, key=lambda one: -one.uncovered)[:3],
        "led": to is not None,
    }
    return Picture(drawn("matrix.svg", values), len(teams) - len(shown))


def levels(most: int) -> list[int]:
    """The greatest count of each level of darkness, such that each is as many times the one before."""
    if most <= LEVELS:
        return list(range(1, most + 1))
    return sorted({ceil(most ** (step / LEVELS)) for step in range(1, LEVELS)} | {most})


def level_of(count: int, bounds: Sequence[int]) -> int:
    """The level of a count, from 1; 0 for none."""
    return next((at for at, bound in enumerate(bounds, start=1) if count <= bound), 0) if count else 0


def _axes(waits: Sequence[Waits], hrefs: Mapping[TeamRow, str], size: int) -> list[Axis]:
    waiting: Counter[TeamRow] = Counter()
    asked: Counter[TeamRow] = Counter()
    for one in waits:
        waiting[one.waiting] += one.links
        asked[one.asked] += one.links
    return [
        Axis(team, label(team.name), size * at, waiting[team], asked[team], href)
        for at, (team, href) in enumerate(hrefs.items())
    ]


def _range(bounds: Sequence[int], level: int) -> str:
    low, high = (bounds[level - 2] + 1 if level > 1 else 1), bounds[level - 1]
    return str(low) if low == high else f"{low} to {high}"
