"""A fire drill: some blockers are taken to be late, and it is told which plans ship all the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.odds.chances import simulated
from rules.odds.plans import plans_of
from rules.odds.structure import Role, conditions, substitutes_in

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from rules.graph import Graph
    from rules.odds.structure import Condition, Step


@dataclass(frozen=True, slots=True)
class Drill:
    """The plans, by their topmost issues' rows, that ship although the blockers are late, and those that do not."""

    ships: tuple[int, ...]
    stops: tuple[int, ...]


def fire_drill(graph: Graph, late: AbstractSet[int]) -> Drill:
    """What ships if exactly these blockers (rows) are late and everything else that can come does. Pure.

    Nothing is left to chance then, so one outcome tells; what waits in a ring does not come.
    """
    substitutes = substitutes_in(graph)
    ships: list[int] = []
    stops: list[int] = []
    for plan in plans_of(graph).tolist():
        steps = {step: _drilled(step, one, late) for step, one in conditions(graph, plan, substitutes).items()}
        (ships if simulated(steps, (plan, Role.WORK), most=1).odds == 1 else stops).append(plan)
    return Drill(tuple(ships), tuple(stops))


def _drilled(step: Step, condition: Condition, late: AbstractSet[int]) -> Condition:
    row, role = step
    comes = condition.odds > 0 and not (role is Role.ASK and row in late)
    return replace(condition, odds=1.0 if comes else 0.0)
