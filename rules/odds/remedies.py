"""Which fallback to build next: the one that gains a plan the most odds a day of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.deadlines import Known, lead_of
from rules.odds.chances import chance_in
from rules.odds.structure import Role, with_fallback
from rules.views import LinkView

if TYPE_CHECKING:
    from rules.deadlines import Estimate
    from rules.odds.outlook import Outlook
    from rules.odds.structure import Place, Steps

WEIGHED = 50
"""So many links of one plan are tried at most, those first that are the least likely to be met."""
EFFORT = 4_000
"""So many steps are weighed for one plan; all that are weighed for the organisation have five times as many."""
MOST_PROMISING = 50
"""So many plans are weighed for the whole organisation: those in which, by their bounds, a fallback gains most."""
SHORTEST = 0.5
"""Working days that any fallback takes, whatever is declared."""
TIE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Remedy:
    """A fallback for ``link`` that takes ``lead`` would gain a plan (its row) so much odds."""

    plan: int
    link: LinkView
    before: float | None
    """``None`` where the plan waits in a ring, which the fallback cuts."""
    after: float
    lead: Estimate

    @property
    def gained(self) -> float:
        """The difference. What waits in a ring does not come."""
        return self.after - (self.before or 0)

    @property
    def a_day(self) -> float:
        """Odds gained a day of cost."""
        return self.gained / max(self.lead.days, SHORTEST)


def cheapest_next(outlook: Outlook, plan: int) -> Remedy | None:
    """The best next fallback of a plan (its row) over its own links to others; ``None`` where none gains. Pure."""
    steps, wanted = outlook.conditions(plan), (plan, Role.WORK)
    before = chance_in(steps, wanted).odds
    found = []
    tries = max(1, min(WEIGHED, EFFORT // len(steps)))
    for place, link in _uncovered(outlook, plan, steps)[:tries]:
        changed = with_fallback(steps, outlook.graph.policy.assumptions.fallback_odds, [place])
        after = chance_in(changed, wanted).odds
        if after is not None and after > (before or 0):
            found.append(Remedy(plan, link, before, after, _lead(link)))
    return max(found, key=_rank, default=None)


def cheapest_of_all(outlook: Outlook) -> Remedy | None:
    """The best next fallback of all judged plans. Pure; bounds by columns choose those that are weighed."""
    bounds, graph = outlook.bounds, outlook.graph
    plan = outlook.plan_of[bounds.blocked]
    bare = graph.crosses[bounds.links] & ~graph.judged.covered[bounds.links]
    at = np.flatnonzero(bare & (plan != NOBODY) & np.isin(plan, outlook.plans))
    others = bounds.of_issues[plan[at]] - bounds.of_links[at]
    gains = np.exp(np.minimum(others, 0)) * -np.expm1(np.minimum(bounds.of_links[at], 0))
    order = at[np.argsort(-gains, kind="stable")]
    plans = list(dict.fromkeys(plan[order[: MOST_PROMISING * WEIGHED]].tolist()))[:MOST_PROMISING]
    found, left = [], EFFORT * MOST_PROMISING // 10
    for one in plans:
        left -= outlook.size(one)
        if (remedy := cheapest_next(outlook, one)) is not None:
            found.append(remedy)
        if left < 0:
            break
    return max(found, key=_rank, default=None)


def _rank(remedy: Remedy) -> tuple[float, int, int]:
    return remedy.a_day, -remedy.plan, -remedy.link.row


def _uncovered(outlook: Outlook, plan: int, steps: Steps) -> list[tuple[Place, LinkView]]:
    """The links of a plan's issues, and of its own team's, to others that nothing stands in for.

    Each with its place among what its issue needs.
    """
    graph, team = outlook.graph, outlook.graph.columns.issues.team
    plans, covered = outlook.plan_of, graph.judged.covered
    own = (row for row, role in steps if role is Role.WORK and (team[row] == team[plan] or plans[row] == plan))
    found = [
        (((row, Role.WORK), at), LinkView(graph, link))
        for row in own
        for at, link in enumerate(outlook.asks_by_issue.rows_of(row))
        if graph.crosses[link] and not covered[link] and team[graph.columns.waits.blocker[link]] != team[plan]
    ]
    return sorted(found, key=lambda one: (round(outlook.odds_of_link(one[1].row), TIE_DIGITS), one[1].row))


def _lead(link: LinkView) -> Estimate:
    """What building it takes: as declared for a fallback that does not stand yet, else as its team's, else assumed."""
    declared = [lead for one in link.fallbacks if (lead := lead_of(link, one)).known is Known.DECLARED]
    return min(declared, key=lambda lead: lead.days, default=lead_of(link))
