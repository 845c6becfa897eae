"""The plans of an audit: how many ship if nobody else delivers, which are in danger, and what to build next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.odds.danger import in_danger, weakest_links
from rules.odds.outlook import Outlook
from rules.odds.plans import leaning, self_reliance
from rules.odds.remedies import cheapest_next, cheapest_of_all
from rules.views import IssueView, LinkView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.graph import Graph
    from rules.odds.chances import Chance
    from rules.odds.plans import SelfReliance
    from rules.odds.records import Figure
    from rules.odds.remedies import Remedy

LISTED = 200
"""Plans that are weighed one by one for a report: those whose odds seem least."""
EFFORT = 20_000
"""So many steps they have in all: of an organisation whose plans all hang together, fewer plans are listed."""


@dataclass(frozen=True, slots=True)
class Weakest:
    """The link of a plan that is the least likely to be met: its odds at all depths, and those of its team alone."""

    link: LinkView
    chance: Chance
    figure: Figure


@dataclass(frozen=True, slots=True)
class PlanOdds:
    """One plan that waits on something: its odds, how they are known, and the fallback that gains it most a day."""

    issue: IssueView
    chance: Chance
    blockers: int
    known: str
    relies_on_itself: bool
    weakest: Weakest
    next: Remedy | None


@dataclass(frozen=True, slots=True)
class Plans:
    """What a report tells of all plans. ``listed`` are those with the least odds, of so many that are ``waiting``."""

    count: int
    waiting: int
    in_danger: int
    danger_odds: float
    reliance: SelfReliance
    next: Remedy | None
    listed: tuple[PlanOdds, ...]

    @property
    def endangered(self) -> list[PlanOdds]:
        """Those listed whose odds are below what the organisation accepts."""
        return [one for one in self.listed if one.chance.odds is not None and one.chance.odds < self.danger_odds]


def plans_of(graph: Graph, listed: int = LISTED) -> Plans:
    """All plans of a graph. Pure; only the plans that are listed are weighed one by one, with their fallbacks."""
    outlook = graph.derived(Outlook)
    weakest, relies = weakest_links(outlook), ~leaning(outlook)
    waiting = [plan for plan in outlook.plans if weakest[plan] != NOBODY]
    danger_odds = graph.policy.assumptions.danger_odds
    weighed, left = [], EFFORT
    for plan in _least(outlook, waiting, listed):
        weighed.append(_of(outlook, plan, int(weakest[plan]), bool(relies[plan])))
        left -= outlook.size(plan)
        if left < 0:
            break
    return Plans(
        count=len(outlook.plans),
        waiting=len(waiting),
        in_danger=sum(1 for _ in in_danger(outlook, danger_odds)),
        danger_odds=danger_odds,
        reliance=self_reliance(outlook),
        next=cheapest_of_all(outlook),
        listed=tuple(sorted(weighed, key=_rank)),
    )


def _least(outlook: Outlook, plans: Sequence[int], most: int) -> list[int]:
    """Some plans, those whose odds seem least by their bounds."""
    order = np.argsort(outlook.bounds.of_issues[list(plans)], kind="stable")[:most]
    return [plans[at] for at in order.tolist()]


def _of(outlook: Outlook, plan: int, row: int, relies: bool) -> PlanOdds:  # noqa: FBT001  # a column's value
    asked, link = outlook.others_asked(plan), LinkView(outlook.graph, row)
    return PlanOdds(
        issue=IssueView(outlook.graph, plan),
        chance=outlook.chance(plan),
        blockers=len(asked),
        known=outlook.known_from(asked),
        relies_on_itself=relies,
        weakest=Weakest(
            link, outlook.chance_of_ask(link.blocked.row, link.blocker.row), outlook.figure(link.blocker.row)
        ),
        next=cheapest_next(outlook, plan),
    )


def _rank(one: PlanOdds) -> tuple[float, int]:
    return -1.0 if one.chance.odds is None else one.chance.odds, one.issue.row
