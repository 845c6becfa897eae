"""What a report advises on waits: as the JSON's ``advice``, and as a few lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.advice.table import Model
from service.guidance import guided
from service.reports import comparisons
from service.reports.issues import issue_json, link_json
from service.reports.lists import rest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.advice.table import Other
    from rules.graph import Graph
    from service.guidance import Guidance, Guided, GuidedPlan
    from service.plans import Plans

MOST_LINES = 5


def document(guidance: Guidance) -> list[dict[str, Any]]:
    """The ``advice`` of an audit's JSON: a plan each, those with the least odds first."""
    return [_plan(one) for one in guidance.plans]


def lines(guidance: Guidance, plans: Plans) -> Iterator[str]:
    """Advice for the plans in the danger zone; nothing where none is."""
    rows = {one.issue.row for one in plans.endangered}
    found = [one for one in guidance.plans if one.plan.row in rows]
    if found:
        yield "What may help them, and what it costs beside waiting, in working days; people decide:"
    for one in found[:MOST_LINES]:
        yield f"  {_heading(one.first)}"
        yield f"    {one.first.advice.action}"
        yield f"    {comparisons.of_plan(one.costs)}"
    yield from rest(len(found), MOST_LINES)


def section(graph: Graph, issue: int) -> Iterator[str]:
    """All advice on the waits of one issue (its row), under a heading; nothing where it waits on no other team."""
    found = [f"  {line}" for one in guided(graph, issue) for line in _on(one)]
    if found:
        yield from ("", "What may help", *found)


def _on(one: Guided) -> Iterator[str]:
    yield _heading(one)
    yield f"  {one.advice.action}"
    yield f"  {comparisons.of_link(one.costs)}; people decide"
    yield from (f"  {_word(other)} {other.model.value}: {other.why}" for other in one.advice.others)


def _word(other: Other) -> str:
    """A fallback is wanted whatever else is done, so the way of doing without others is never set aside."""
    return "beside it" if other.model is Model.INDEPENDENT_EXECUTOR else "not"


def _heading(one: Guided) -> str:
    blocker, advice = one.link.blocker, one.advice
    wait = f"{one.link.blocked.ref} waits on {blocker.ref} of {blocker.team.name}"
    return f"{wait}: {advice.model.value}, for {advice.reason}"


def _plan(one: GuidedPlan) -> dict[str, Any]:
    advice = one.first.advice
    return {
        "plan": issue_json(one.plan),
        "link": link_json(one.first.link),
        "model": advice.model.value,
        "reason": advice.reason,
        "action": advice.action,
        "others": [{"model": other.model.value, "why": other.why} for other in advice.others],
        "costs": {"link": comparisons.document(one.first.costs), "plan": comparisons.document(one.costs)},
    }
