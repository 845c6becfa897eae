"""The odds of an issue: those of all that has to come true for it, where what is shared happens once."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from rules.odds.exact import exact
from rules.odds.structure import Role, conditions, in_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.graph import Graph
    from rules.odds.structure import Condition, Step, Substitutes

SEED = 20_402
SAMPLES = 20_000
CELLS = 40_000_000
"""How many outcomes of single steps are held at once: of very large plans fewer samples are drawn."""
FEWEST = 200
DIGITS = 12
"""In how many of them exact odds are told: the order in which factors multiply is no matter of theirs."""


@dataclass(frozen=True, slots=True)
class Chance:
    """Odds as a share of 1, with the standard error where they were simulated; ``None`` where a ring has none."""

    odds: float | None
    error: float = 0.0

    def __str__(self) -> str:
        """For people: ``41 %``, ``41 % (simulated, standard error 0.3 %)``, ``no odds: ...``."""
        if self.odds is None:
            return "no odds: what it waits on waits in a ring"
        simulated = f" (simulated, standard error {self.error:.1%})".replace("%)", " %)") if self.error else ""
        return f"{self.odds * 100:.0f} %{simulated}"


RING = Chance(None)


def chance_of(graph: Graph, issue: int, substitutes: Substitutes | None = None) -> Chance:
    """The odds that everything an issue (its row) waits on comes in time, or is stood in for. Pure."""
    return chance_in(conditions(graph, issue, substitutes), (issue, Role.WORK))


def chance_in(steps: Mapping[Step, Condition], wanted: Step) -> Chance:
    """The odds of a step among all that it leads to: exact if that is quick, else simulated."""
    if len(in_order(steps, instead=False)) < len(steps):
        return RING
    odds = exact(steps, wanted)
    return simulated(steps, wanted) if odds is None else Chance(round(odds, DIGITS))


def simulated(steps: Mapping[Step, Condition], wanted: Step, most: int = SAMPLES) -> Chance:
    """The share of drawn outcomes in which a step comes true, the same each time it is asked for.

    Fallbacks that lean on one another's issues are settled from below, as which of them stand is: nothing comes true
    by itself.
    """
    samples = min(most, max(FEWEST, CELLS // len(steps)))
    draw = np.random.default_rng(SEED)
    happens = {step: draw.random(samples) < steps[step].odds for step in sorted(steps, key=_place)}
    order = dict.fromkeys([*in_order(steps, instead=True), *in_order(steps, instead=False), *steps])
    true = {step: np.zeros(samples, dtype=bool) for step in steps}
    changed = True
    while changed:
        changed = False
        for step in order:
            outcome = happens[step].copy()
            for group in steps[step].needs:
                outcome &= np.logical_or.reduce([true[one] for one in group])
            if (outcome != true[step]).any():
                true[step], changed = outcome, True
    odds = float(true[wanted].mean())
    return Chance(odds, sqrt(max(odds * (1 - odds), 1 / samples) / samples))


def _place(step: Step) -> tuple[int, int]:
    return step[0], step[1].value
