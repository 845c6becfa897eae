"""What an audit advises: for the plans with the least odds which way of working together fits, and what hacks cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.advice.council import agenda
from rules.advice.counsel import Counsel
from rules.costs.ledger import ledger
from rules.costs.waiting import Comparisons
from rules.odds.outlook import Outlook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.advice.council import Contested
    from rules.advice.table import Advice
    from rules.costs.ledger import Ledger
    from rules.costs.waiting import Comparison
    from rules.graph import Graph
    from rules.views import IssueView, LinkView
    from service.plans import PlanOdds, Plans


@dataclass(frozen=True, slots=True)
class Guided:
    """A link with the advice on it, and what waiting for it costs beside its fallback."""

    link: LinkView
    advice: Advice
    costs: Comparison


@dataclass(frozen=True, slots=True)
class GuidedPlan:
    """A plan, the link to begin with, and what waiting costs the plan beside all fallbacks that it lacks."""

    plan: IssueView
    first: Guided
    costs: Comparison


@dataclass(frozen=True, slots=True)
class Guidance:
    """The listed plans that wait on others, those with the least odds first; where asks compete; the hacks."""

    plans: tuple[GuidedPlan, ...]
    council: tuple[Contested, ...]
    ledger: Ledger


def guidance_of(graph: Graph, plans: Plans) -> Guidance:
    """The guidance for the plans that a report lists. Pure."""
    counsel, comparisons = graph.derived(Counsel), Comparisons(graph.derived(Outlook))
    found = (
        GuidedPlan(one.issue, _on(link, counsel, comparisons), comparisons.of_plan(one.issue.row))
        for one in plans.listed
        if (link := _first(one)) is not None
    )
    return Guidance(tuple(found), agenda(graph), ledger(graph))


def guided(graph: Graph, issue: int) -> Iterator[Guided]:
    """The same for each open link of one issue (its row) to another team. Pure."""
    links = [link for link in graph.open_links_of(issue) if link.crosses]
    if links:
        counsel, comparisons = graph.derived(Counsel), Comparisons(graph.derived(Outlook))
        yield from (_on(link, counsel, comparisons) for link in links)


def _on(link: LinkView, counsel: Counsel, comparisons: Comparisons) -> Guided:
    return Guided(link, counsel.on(link), comparisons.of_link(link))


def _first(one: PlanOdds) -> LinkView | None:
    """The link whose fallback gains the plan most a day of work; else its weakest one, if that leads to others."""
    if one.next is not None:
        return one.next.link
    return one.weakest.link if one.weakest.link.crosses else None
