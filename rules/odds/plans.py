"""Plans, and how many of them ship if nobody else delivers: the self-reliance of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER, NOBODY
from rules.traffic import Traffic

if TYPE_CHECKING:
    from rules.columns import Integers, Mask
    from rules.graph import Graph

MONTHS_OF_A_QUARTER = 3
MONTHS = 12


@dataclass(frozen=True, slots=True)
class SelfReliance:
    """Out of ``plans`` so many are ``covered``: each of their outside links has a fallback that stands.

    ``until`` is the day by which the counted plans are needed; ``None`` where no plan has a date, and all count.
    """

    covered: int
    plans: int
    until: date | None

    @property
    def share(self) -> float | None:
        """The share that ships if nobody else delivers; ``None`` where there is no plan."""
        return self.covered / self.plans if self.plans else None


def plans_of(graph: Graph) -> Integers:
    """The plans among the judged issues, by their topmost issues' rows. Pure."""
    found = np.unique(Traffic(graph).plans)
    found = found[found != NOBODY]
    return np.asarray(found[graph.inside[found]])


def self_reliance(graph: Graph) -> SelfReliance:
    """How many of this quarter's plans ship if nobody else delivers. Pure, and linear in the links."""
    plans, needed_by = plans_of(graph), graph.needed_by
    until = None
    if (needed_by[plans] != NEVER).any():
        until = end_of_quarter(graph.as_of)
        plans = plans[(needed_by[plans] != NEVER) & (needed_by[plans] <= until.toordinal())]
    return SelfReliance(int((~_leaning(graph)[plans]).sum()), len(plans), until)


def end_of_quarter(day: date) -> date:
    """The last day of the quarter that a day lies in."""
    month = (day.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + MONTHS_OF_A_QUARTER
    following = date(day.year + month // MONTHS, month % MONTHS + 1, 1)
    return following - timedelta(days=1)


def _leaning(graph: Graph) -> Mask:
    """The topmost issues under which an open link to a team other than theirs has no fallback that stands."""
    waits, team = graph.columns.waits, graph.columns.issues.team
    rows = graph.waiting().across_teams().uncovered().rows
    plan = Traffic(graph).plans[waits.blocked[rows]]
    outside = (plan != NOBODY) & (team[plan] != team[waits.blocker[rows]])
    found = np.zeros(len(graph.columns), dtype=bool)
    found[plan[outside]] = True
    return found
