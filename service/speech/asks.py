"""Who asks for an issue: what waits on it, why, by when, and what it costs them if it does not come. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import TYPE_CHECKING

from rules.away_teams import answer_on
from rules.statements import Cost
from rules.views import IssueView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.graph import Graph
    from rules.model import Need, Ref
    from rules.views import FallbackView, LinkView
    from service.speech.visibility import Sight


@dataclass(frozen=True, slots=True)
class Ask:
    """An issue of another team that waits, by its link."""

    link: LinkView

    @property
    def asker(self) -> IssueView:
        """The issue that waits."""
        return self.link.blocked

    @property
    def reason(self) -> tuple[str, IssueView] | None:
        """Why it is needed, in the words of the issue that says so: it, or what it is a part of."""
        graph = self.link.graph
        above = (IssueView(graph, row) for row in (self.asker.row, *self.asker.ancestors))
        return next(((one.need.because, one) for one in above if one.need.because), None)

    @property
    def fallback(self) -> FallbackView | None:
        """What would be done instead: of several that stand the one that is said to be built soonest."""
        standing = [one for one in self.link.fallbacks if one.stands]
        return min(standing, key=_building, default=None)


@dataclass(frozen=True, slots=True)
class Bill:
    """What the fallbacks of several asks cost together, in working days; keeping them in days a month.

    ``told`` is how many of the ``fallbacks`` say what they cost. One that is for several asks counts once.
    """

    fallbacks: int
    told: int
    cost: Cost


@dataclass(frozen=True, slots=True)
class NeedBrief:
    """All that a need brief on ``issue`` is made of: who asks, the most urgent first, and what may be told of them."""

    issue: IssueView
    asks: tuple[Ask, ...]
    sight: Sight

    @property
    def seen(self) -> tuple[Ask, ...]:
        """The asks that readers of the issue may know of."""
        return tuple(ask for ask in self.asks if self.sight.shows(ask.asker))

    @property
    def hidden(self) -> tuple[Ask, ...]:
        """The others. That they are there, by when, and in figures what they cost is told; none of their words is."""
        return tuple(ask for ask in self.asks if not self.sight.shows(ask.asker))

    @property
    def begins(self) -> bool:
        """Whether one of the asks may begin a comment: it is planned, whoever may know of it."""
        return any(ask.asker.planned for ask in self.asks)

    @property
    def answer(self) -> Need | None:
        """What the asked team said of an away team."""
        return answer_on(self.issue)


def asks_on(graph: Graph) -> dict[int, list[Ask]]:
    """What open issues in scope of other teams ask of each judged issue that is open, by row; the most urgent first."""
    links = graph.in_view().across_teams()
    blocker = graph.columns.waits.blocker
    found: defaultdict[int, list[Ask]] = defaultdict(list)
    for link in links.keep(graph.inside[blocker]):
        found[link.blocker.row].append(Ask(link))
    return {row: sorted(asks, key=_urgency) for row, asks in found.items()}


def first_day(asks: Iterable[Ask]) -> date | None:
    """The first day by which one of them is needed, if any says."""
    return min((day for ask in asks if (day := ask.asker.needed_by) is not None), default=None)


def bare(asks: Iterable[Ask]) -> list[Ask]:
    """Those of some that have no plan B."""
    return [ask for ask in asks if ask.fallback is None]


def bill_of(asks: Iterable[Ask]) -> Bill:
    """What their fallbacks cost together, as far as that was declared."""
    declared = {one.ticket.row: one.declared.cost for ask in asks if (one := ask.fallback) is not None}
    told = [cost for _, cost in sorted(declared.items()) if cost != Cost()]
    cost = Cost(_sum(cost.build for cost in told), _sum(cost.keep for cost in told), _sum(cost.remove for cost in told))
    return Bill(len(declared), len(told), cost)


def _sum(days: Iterable[float | None]) -> float | None:
    known = [one for one in days if one is not None]
    return fsum(known) if known else None


def _building(fallback: FallbackView) -> tuple[bool, float, Ref]:
    build = fallback.declared.cost.build
    return build is None, build or 0.0, fallback.ticket.ref


def _urgency(ask: Ask) -> tuple[date, bool, Ref]:
    return ask.asker.needed_by or date.max, not ask.asker.planned, ask.asker.ref
