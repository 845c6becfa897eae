"""The odds of a step: those of all that has to come true for it, where what is shared happens once."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from rules.odds.exact import exact
from rules.odds.structure import Condition, in_order, settled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rules.odds.structure import Step, Steps

SEED = 20_402
SAMPLES = 20_000
CELLS = 20_000_000
"""How many outcomes of single steps are held at once: of very large plans fewer samples are drawn."""
FEWEST = 50
ROUNDS = 64
"""So often outcomes follow from one another along fallbacks that lead back; what needs more does not come."""
DIGITS = 12
"""In how many of them exact odds are told: the order in which factors multiply is no matter of theirs."""
SMALLEST, LARGEST = 0.005, 0.995


@dataclass(frozen=True, slots=True)
class Chance:
    """Odds as a share of 1, with the standard error where they were simulated; ``None`` where a ring has none."""

    odds: float | None
    error: float = 0.0

    def __str__(self) -> str:
        """For people: ``41 %``, ``41 % (simulated, standard error 0.3 %)``, ``no odds: ...``."""
        if self.odds is None:
            return "no odds, for it waits in a ring"
        simulated = f" (simulated, standard error {self.error * 100:.1f} %)" if self.error else ""
        return f"{percent(self.odds)}{simulated}"


RING = Chance(None)
NEVER = Condition(0.0)


def percent(share: float) -> str:
    """A share for people, who must not read a small one as nothing or a large one as certain."""
    if 0 < share < SMALLEST:
        return "under 1 %"
    return "over 99 %" if LARGEST <= share < 1 else f"{share * 100:.0f} %"


def chance_in(steps: Steps, wanted: Step) -> Chance:
    """The odds of a step among all that it leads to: exact if that is quick, else simulated. Pure.

    What cannot come true even if every event does waits in a ring, and has none.
    """
    if len(in_order(steps)) < len(steps):
        possible = settled(steps, lambda _: True)
        if wanted not in possible:
            return RING
        steps = {step: condition if step in possible else NEVER for step, condition in steps.items()}
    odds = exact(steps, wanted)
    return simulated(steps, wanted) if odds is None else Chance(round(odds, DIGITS))


def simulated(steps: Steps, wanted: Step, most: int = SAMPLES) -> Chance:
    """The share of drawn outcomes in which a step comes true, the same each time it is asked for.

    They are settled from below, as which fallbacks stand is: what waits in a ring does not come true.
    """
    samples = min(most, max(FEWEST, CELLS // len(steps)))
    draw = np.random.default_rng(SEED)
    happens = {step: draw.random(samples) < steps[step].odds for step in sorted(steps)}
    order = dict.fromkeys([*in_order(steps), *reversed(list(steps))])
    true = {step: np.zeros(samples, dtype=bool) for step in steps}
    for _ in range(ROUNDS):
        changed = False
        for step in order:
            outcome = _outcome(happens[step], [[true[one] for one in group] for group in steps[step].needs])
            if (outcome != true[step]).any():
                true[step], changed = outcome, True
        if not changed:
            break
    odds = float(true[wanted].mean())
    return Chance(odds, sqrt(max(odds * (1 - odds), 1 / samples) / samples))


def _outcome(happens: NDArray[np.bool_], needs: list[list[NDArray[np.bool_]]]) -> NDArray[np.bool_]:
    outcome = happens.copy()
    for group in needs:
        outcome &= np.logical_or.reduce(group)
    return outcome
