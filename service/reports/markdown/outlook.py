"""What lies ahead: the plans in danger, what to build next, where asks compete, and what hacks cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rules.odds.chances import percent
from rules.rule import counted
from rules.views import IssueView
from service.reports import comparisons, council, ledger
from service.reports.days import days
from service.reports.markdown.dress import linked, listed, put, sentence, titled, told
from service.speech.document import Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rules.advice.council import Contested
    from rules.odds.remedies import Remedy
    from rules.views import LinkView
    from service.guidance import Guidance, GuidedPlan
    from service.plans import PlanOdds, Plans

MOST_PLANS: Final = 5
MOST_REMEDIES: Final = 5
MOST_CONTESTED: Final = 5


def sections(plans: Plans, guidance: Guidance) -> Iterator[str]:
    """Each under its heading; what there is nothing to tell of is left out."""
    yield from _endangered(plans, guidance)
    yield from _remedies(plans)
    yield from _council(guidance)
    yield from _ledger(guidance)


def _endangered(plans: Plans, guidance: Guidance) -> Iterator[str]:
    if not plans.in_danger:
        return
    yield "## Plans in danger"
    least, every = percent(plans.danger_odds), counted(plans.count, "plan")
    yield (
        f"With odds below {least} that all that is asked of others comes in time: {plans.in_danger} of {every}. "
        "Costs are working days; people decide."
    )
    helped = {one.plan.row: one for one in guidance.plans}
    yield listed(plans.endangered, MOST_PLANS, lambda one: _plan(one, helped), plans.in_danger)


def _plan(one: PlanOdds, helped: Mapping[int, GuidedPlan]) -> str:
    issue, weakest = one.issue, one.weakest
    needed = "" if issue.needed_by is None else f", needed by {issue.needed_by:%d %b %Y}"
    odds = f"{titled(issue)} of {put(Name(issue.team.name))}{needed}: **{told(str(one.chance))}**, {told(one.known)}"
    first = f"{odds}; the weakest is {_blocker(weakest.link)} at {told(str(weakest.chance))}."
    guided = helped.get(issue.row)
    return "\n  - ".join([first, *([] if guided is None else _help(guided))])


def _blocker(link: LinkView) -> str:
    return f"{titled(link.blocker)} of {put(Name(link.blocker.team.name))}"


def _help(guided: GuidedPlan) -> Iterator[str]:
    advice = guided.first.advice
    yield f"What may help: {told(advice.model.value)}, for {told(advice.reason)}. {sentence(told(advice.action))}"
    yield sentence(told(comparisons.of_plan(guided.costs)))


def _remedies(plans: Plans) -> Iterator[str]:
    """Each link once, those first that gain most odds a day of work."""
    every = [one for one in (plans.next, *(plan.next for plan in plans.listed)) if one is not None]
    by_link: dict[int, Remedy] = {}
    for one in sorted(every, key=lambda remedy: -remedy.a_day):
        by_link.setdefault(one.link.row, one)
    if by_link:
        yield "## The cheapest next fallbacks"
        yield "Those that gain a plan the most odds a day of work."
        yield listed(list(by_link.values()), MOST_REMEDIES, _remedy)


def _remedy(one: Remedy) -> str:
    return f"One for {titled(one.link.blocked)}, in place of {_blocker(one.link)}, takes {gain_of(one)}."


def gain_of(remedy: Remedy) -> str:
    """What a fallback does for its plan, and what it costs."""
    blocked = remedy.link.blocked
    plan = IssueView(blocked.graph, remedy.plan)
    whose = "it" if plan == blocked else f"its plan {linked(plan)}"
    before = "no odds" if remedy.before is None else percent(remedy.before)
    cost = f"{days(remedy.lead.days)} ({remedy.lead.known.value})"
    return f"{whose} from {before} to {percent(remedy.after)} for {cost}"


def _council(guidance: Guidance) -> Iterator[str]:
    if not guidance.council:
        return
    yield "## Where asks compete"
    yield "For whoever sets the priorities of all teams to weigh."
    yield listed(guidance.council, MOST_CONTESTED, _contested)


def _contested(one: Contested) -> str:
    asks = "; ".join(f"{titled(ask.ticket)} {council.pressing(ask)}" for ask in one.asks[: council.MOST_ASKS])
    more = f"; and {len(one.asks) - council.MOST_ASKS} more" if len(one.asks) > council.MOST_ASKS else ""
    return (
        f"{put(Name(one.asked.name))}: {counted(one.teams, 'team')} wait on "
        f"{counted(len(one.asks), 'ticket')} of it: {asks}{more}"
    )


def _ledger(guidance: Guidance) -> Iterator[str]:
    lines = list(ledger.lines(guidance.ledger))
    if not lines:
        return
    blockers = [blocker for blocker, _ in guidance.ledger.by_blocker[: ledger.MOST_LINES]]
    yield "## What hacks cost"
    yield told(lines[0])
    if lines[1:]:
        yield "\n".join(f"- {told(line, blockers)}" for line in lines[1:])
