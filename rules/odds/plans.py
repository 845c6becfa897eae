"""Plans, and how many of them ship if nobody else delivers: the self-reliance of an organisation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from rules.columns import NEVER, NOBODY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rules.columns import Integers, Mask
    from rules.odds.outlook import Outlook

Rows: TypeAlias = "NDArray[np.intp]"

MONTHS_OF_A_QUARTER = 3
MONTHS = 12


@dataclass(frozen=True, slots=True)
class SelfReliance:
    """Out of ``plans`` so many are ``covered``: each of their outside links has a fallback that stands.

    ``until`` is the day by which the counted plans are needed; ``None`` where all plans count.
    """

    covered: int
    plans: int
    until: date | None

    @property
    def share(self) -> float | None:
        """The share that ships if nobody else delivers; ``None`` where there is no plan."""
        return self.covered / self.plans if self.plans else None


def self_reliance(outlook: Outlook) -> SelfReliance:
    """How many of this quarter's plans ship if nobody else delivers. Pure, and linear in the links.

    Where no plan is needed in this quarter, or nobody says when, all plans count.
    """
    counted, until = needed_soon(outlook)
    return reliance_of(outlook, counted, until)


def reliance_of(outlook: Outlook, plans: Rows, until: date | None = None) -> SelfReliance:
    """The same of some plans (their rows)."""
    return SelfReliance(int((~leaning(outlook)[plans]).sum()), len(plans), until)


def needed_soon(outlook: Outlook) -> tuple[Rows, date | None]:
    """The plans that are needed by the end of this quarter, and that day; all of them where none is."""
    graph, plans = outlook.graph, np.array(outlook.plans, dtype=np.intp)
    until, needed_by = end_of_quarter(graph.as_of), graph.needed_by[plans]
    soon = plans[(needed_by != NEVER) & (needed_by <= until.toordinal())]
    return (soon, until) if len(soon) else (plans, None)


def end_of_quarter(day: date) -> date:
    """The last day of the quarter that a day lies in."""
    month = (day.month - 1) // MONTHS_OF_A_QUARTER * MONTHS_OF_A_QUARTER + MONTHS_OF_A_QUARTER
    following = date(day.year + month // MONTHS, month % MONTHS + 1, 1)
    return following - timedelta(days=1)


def leaning(outlook: Outlook) -> Mask:
    """The plans with an open link to a team other than theirs for which no fallback stands."""
    plan, _ = leaning_links(outlook)
    found = np.zeros(len(outlook.graph.columns), dtype=bool)
    found[plan] = True
    return found


def leaning_links(outlook: Outlook) -> tuple[Integers, Integers]:
    """These links: the plan (its row) and the blocker of each."""
    graph = outlook.graph
    waits, team = graph.columns.waits, graph.columns.issues.team
    rows = graph.in_view().across_teams().uncovered().rows
    plan, blocker = outlook.plan_of[waits.blocked[rows]], waits.blocker[rows]
    outside = (plan != NOBODY) & (team[plan] != team[blocker])
    return plan[outside], blocker[outside]
