"""Who waits on whom as a matrix: the more waits without a plan B, the darker. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, sqrt
from typing import TYPE_CHECKING, Final

from service.pictures.drawing import Picture, drawn, label, width_of
from service.pictures.waits import busiest

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    """One pair of teams; ``level`` is 0 where every wait has a plan B."""

    waits: Waits
    x: float
    y: float
    level: int


@dataclass(frozen=True, slots=True)
class Axis:
    """One team's name in front of its row and above its column, and how many waits these hold."""

    team: TeamRow
    label: str
    at: float
    waits: int
    asked: int


def matrix(waits: Sequence[Waits], most: int = MOST) -> Picture:
    """The matrix of the busiest teams. Rows wait, columns are asked."""
    teams = busiest(waits)
    shown = teams[:most]
    place = {team: at for at, team in enumerate(shown)}
    inside = [one for one in waits if one.waiting in place and one.asked in place]
    size = next(size for count, size in SIZES if len(shown) <= max(count, most if count == MOST else 0))
    names = max((width_of(label(team.name)) for team in shown), default=0)
    left, top = max(names, CORNER) + 2 * GAP, names * SLANT + 2 * GAP
    bounds = levels(max((one.uncovered for one in inside), default=0))
    side = size * len(shown)
    values = {
        "left": left,
        "top": top,
        "size": size,
        "side": side,
        "width": left + max(side + max(names * SLANT, 5 * GAP), SWATCH * (len(bounds) + 2)),
        "height": top + side + 7 * GAP,
        "swatch": SWATCH,
        "axes": [_axis(team, size * at, inside) for team, at in place.items()],
        "cells": [
            Cell(one, size * place[one.asked], size * place[one.waiting], level_of(one.uncovered, bounds))
            for one in inside
        ],
        "legend": [(at, _range(bounds, at)) for at in range(1, len(bounds) + 1)],
        "heaviest": sorted(inside, key=lambda one: -one.uncovered)[:3],
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


def _axis(team: TeamRow, at: float, waits: Sequence[Waits]) -> Axis:
    return Axis(
        team=team,
        label=label(team.name),
        at=at,
        waits=sum(one.links for one in waits if one.waiting == team),
        asked=sum(one.links for one in waits if one.asked == team),
    )


def _range(bounds: Sequence[int], level: int) -> str:
    low, high = (bounds[level - 2] + 1 if level > 1 else 1), bounds[level - 1]
    return str(low) if low == high else f"{low} to {high}"
