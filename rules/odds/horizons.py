"""How far plans need nobody else, and the odds that all of them land: of those needed soon, and of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.odds.plans import leaning_links, needed_soon, reliance_of
from rules.odds.together import together

if TYPE_CHECKING:
    from datetime import date

    from rules.columns import TeamRow
    from rules.odds.outlook import Outlook
    from rules.odds.plans import Rows, SelfReliance
    from rules.odds.together import Together


@dataclass(frozen=True, slots=True)
class Horizon:
    """Some plans at once: what ships if nobody else delivers, on which teams the rest hangs, and the odds of all."""

    reliance: SelfReliance
    hangs_on: tuple[TeamRow, ...]
    together: Together


def horizons(outlook: Outlook) -> tuple[Horizon, ...]:
    """Of the plans that are needed by the end of this quarter, if any have a day; and of all. Pure."""
    soon, until = needed_soon(outlook)
    every = np.array(outlook.plans, dtype=np.intp)
    whole = _horizon(outlook, every)
    return (whole,) if until is None else (_horizon(outlook, soon, until), whole)


def _horizon(outlook: Outlook, plans: Rows, until: date | None = None) -> Horizon:
    columns = outlook.graph.columns
    plan, blocker = leaning_links(outlook)
    asked = np.unique(columns.issues.team[blocker[np.isin(plan, plans)]])
    return Horizon(
        reliance=reliance_of(outlook, plans, until),
        hangs_on=tuple(columns.teams[team] for team in asked.tolist()),
        together=together(outlook, plans.tolist()),
    )
