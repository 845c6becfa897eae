"""The cost of waiting beside the cost of a fallback, in working days of people.

    waiting  = (1 - odds) x late x people
    fallback = build + keep x kept + remove

``odds`` are those that what is waited for comes in time. ``late`` is by how many working days it comes later if it does
not, told by its own date where that lies behind the day on which it is needed; else it is assumed, as are the
``people`` who stand still meanwhile and the months that a hack is ``kept``. What a fallback delivers less, what a late
plan loses on the market, and that a fallback may fail are in neither: the two figures are a beginning of a talk, and
people decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.costs.prices import price_of
from rules.deadlines import Estimate, Known
from rules.model import State
from rules.statements import Cost, FallbackKind
from rules.traffic import grouped

if TYPE_CHECKING:
    from rules.costs.prices import Price
    from rules.links import Links
    from rules.odds.outlook import Outlook
    from rules.views import FallbackView, LinkView

RING = "it waits in a ring"
PASSED = "the day by which it is needed has passed"
LATER = "its own date is later than needed"


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waiting costs on the average; ``known`` says where the odds come from."""

    odds: float
    known: str
    late: Estimate
    people: float

    @property
    def days(self) -> float:
        """Working days of people."""
        return (1 - self.odds) * self.late.days * self.people


@dataclass(frozen=True, slots=True)
class Instead:
    """What one fallback costs from now on, if it is kept for some months; what is built is paid for."""

    price: Price
    months: float
    built: bool = False

    @property
    def days(self) -> float:
        """Working days."""
        build = 0.0 if self.built else self.price.build.days
        return build + self.price.keep.days * self.months + self.price.remove.days


@dataclass(frozen=True, slots=True)
class Comparison:
    """Waiting, and the fallbacks that would make it needless: of one link one, of a plan one a blocker."""

    waiting: Waiting
    instead: tuple[Instead, ...]

    @property
    def fallback_days(self) -> float:
        """Working days of all the fallbacks."""
        return sum(one.days for one in self.instead)


class Comparisons:
    """Compares for the links and plans of one outlook. Pure."""

    def __init__(self, outlook: Outlook) -> None:
        self.outlook, self.graph = outlook, outlook.graph

    def of_link(self, link: LinkView) -> Comparison:
        """One open link, and the fallback that stands for it, is declared, or would be as others are."""
        return Comparison(self._waiting(link), (self._instead(link),))

    def of_plan(self, plan: int) -> Comparison:
        """A plan (its row) by its own odds, and a fallback for each blocker that has none which stands."""
        assumed, chance = self.graph.policy.assumptions, self.outlook.chance(plan)
        known = RING if chance.odds is None else self.outlook.known_from(self.outlook.others_asked(plan))
        late = Estimate(assumed.late, Known.ASSUMED)
        first = {link.blocker.row: link for link in reversed(list(self._missing.get(plan, ())))}
        return Comparison(
            Waiting(chance.odds or 0.0, known, late, assumed.people),
            tuple(self._instead(first[row]) for row in sorted(first)),
        )

    def _waiting(self, link: LinkView) -> Waiting:
        assumed, needed, due = self.graph.policy.assumptions, link.blocked.needed_by, link.blocker.due
        late = Estimate(assumed.late, Known.ASSUMED)
        if needed is not None and due is not None and due > needed:
            late = Estimate(max(1, self.graph.workdays.between(needed, due)), Known.DATED)
            return Waiting(0.0, LATER, late, assumed.people)
        if needed is not None and needed < self.graph.as_of:
            return Waiting(0.0, PASSED, late, assumed.people)
        odds = self.outlook.chance_of_ask(link.blocked.row, link.blocker.row).odds
        known = RING if odds is None else self.outlook.figure(link.blocker.row).known
        return Waiting(odds or 0.0, known, late, assumed.people)

    def _instead(self, link: LinkView) -> Instead:
        months, slug = self.graph.policy.assumptions.kept, link.blocked.team.slug
        best = min(link.fallbacks, key=_rank, default=None)
        if best is None:
            return Instead(price_of(self.graph, slug, Cost(), FallbackKind.HACK), months)
        built = best.stands and best.ticket.state is State.DONE
        return Instead(price_of(self.graph, slug, best.declared.cost, best.kind), months, built)

    @cached_property
    def _missing(self) -> dict[int, Links]:
        """By plan, its links to teams other than its own for which no fallback stands."""
        graph, plans, team = self.graph, self.outlook.plan_of, self.graph.columns.issues.team
        links, waits = graph.in_view().across_teams().uncovered(), graph.columns.waits
        plan = plans[waits.blocked]
        outside = links.keep(np.asarray((plan != NOBODY) & (team[plan] != team[waits.blocker])))
        return grouped(outside, plan[outside.rows])


def _rank(fallback: FallbackView) -> tuple[bool, float, str]:
    """One that stands first; then the one of which the least building was declared."""
    build = fallback.declared.cost.build
    return not fallback.stands, float("inf") if build is None else build, str(fallback.ticket.ref)
