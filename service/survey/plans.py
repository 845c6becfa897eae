"""Plans as the documents show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.survey import shown
from service.survey.naming import figure_of, iso, issue_of, link_of, remedy_of, team_of

if TYPE_CHECKING:
    from service.plans import PlanOdds


def plan_of(one: PlanOdds) -> shown.Plan:
    """A plan that was weighed."""
    link = one.weakest.link
    return shown.Plan(
        issue=issue_of(one.issue),
        team=team_of(one.issue.team),
        needed_by=iso(one.issue.needed_by),
        odds=one.chance.odds,
        standard_error=one.chance.error,
        blockers=one.blockers,
        known=one.known,
        relies_on_itself=one.relies_on_itself,
        weakest=link_of(link),
        weakest_team=team_of(link.blocker.team),
        weakest_odds=one.weakest.chance.odds,
        weakest_figure=figure_of(one.weakest.figure),
        next=None if one.next is None else remedy_of(one.next),
    )
