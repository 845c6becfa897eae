"""Advice on single waits: gathers their circumstances from a graph, and asks the decision table."""

from __future__ import annotations

from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from rules.advice.circumstances import Circumstances
from rules.advice.dealings import dealings_of
from rules.advice.table import decide
from rules.away_teams import answer_for
from rules.deadlines import lead_of
from rules.model import State
from rules.standing import Reason
from rules.statements import FallbackKind
from rules.traffic import tops
from rules.views import IssueView

if TYPE_CHECKING:
    from rules.advice.table import Advice
    from rules.columns import Integers
    from rules.graph import Graph
    from rules.views import LinkView

NO_WAY = Reason.DROPPED | Reason.IS_THE_PROBLEM
"""Of a fallback that will not be built, wherever that would be."""


class Counsel:
    """Advises on the open links of one graph to other teams. Pure.

    How teams deal with each other is told by the graph's experience, or counted where that holds nothing of it. How
    many teams a plan needs is counted as far as the graph shows the plan.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.dealings = graph.experience.dealings or dealings_of(graph)

    def on(self, link: LinkView) -> Advice:
        """The advice on one link."""
        return decide(self.circumstances(link), self.graph.policy.advice)

    def circumstances(self, link: LinkView) -> Circumstances:
        """What decides on one link."""
        known, waiting, asked = self.dealings, link.blocked.team.slug, link.blocker.team.slug
        days, days_known = self._time_left(link)
        return Circumstances(
            supplier=link.blocker.state is State.SUPPLIER,
            ended=link.blocker.state in (State.DROPPED, State.GONE),
            covered=link.covered,
            answer=None if (said := answer_for(link)) is None else said.away_team,
            in_their_code=_in_their_code(link),
            practice=self._practice(link),
            urgency=link.blocked.urgency,
            priorities=len(self.graph.policy.priorities),
            central=self._central(link.blocked),
            teams=max(2, int(self._teams_needed[self._tops[link.blocked.row]])),
            meetings=max(1, known.between(waiting, asked)),
            plans=known.plans.get(waiting, 0),
            waiting_plans=known.waiting_plans.get((waiting, asked), 0),
            asking=max(1, known.asking.get(asked, 0)),
            unanswered=known.unanswered.get(asked, 0),
            integrator=any(team.slug == asked and team.integrator for team in self.graph.policy.teams),
            days=days,
            days_known=days_known,
        )

    def _practice(self, link: LinkView) -> str:
        labels = {label.casefold() for label in (*link.blocked.labels, *link.blocker.labels)}
        return next((one for one in self.graph.policy.advice.practices if one in labels), "")

    def _central(self, issue: IssueView) -> str:
        """What tells that an issue, or one that it is a part of, is a priority of the whole organisation."""
        settings = self.graph.policy.advice
        initiatives = {ref.address for ref in settings.initiatives}
        for one in (issue, *(IssueView(self.graph, row) for row in issue.ancestors)):
            if one.ref.address in initiatives:
                return "one of the initiatives that the policy names"
            labels = {label.casefold() for label in one.labels}
            if label := next(iter(sorted(settings.central_labels & labels)), ""):
                return f"the label {label}"
            if 0 < one.urgency <= settings.central_urgency:
                return f"priority {one.urgency}"
        return ""

    def _time_left(self, link: LinkView) -> tuple[int, str]:
        """Working days until the link's issue is needed; where that is past or unknown, what a fallback takes."""
        needed, today = link.blocked.needed_by, self.graph.as_of
        if needed is not None and needed > today:
            return max(1, self.graph.workdays.between(today, needed)), "until it is needed"
        lead = lead_of(link)
        return max(1, ceil(lead.days)), lead.known.value

    @cached_property
    def _tops(self) -> Integers:
        return tops(self.graph)

    @cached_property
    def _teams_needed(self) -> Integers:
        """By topmost issue, how many teams have a part of it or are asked for one."""
        graph, team = self.graph, self.graph.columns.issues.team
        parts, links = np.flatnonzero(graph.in_scope), graph.in_view().rows
        top = np.concatenate([self._tops[parts], self._tops[graph.columns.waits.blocked[links]]])
        needed = np.concatenate([team[parts], team[graph.columns.waits.blocker[links]]])
        count = len(graph.columns.teams)
        pairs = np.unique(top.astype(np.int64) * count + needed)
        return np.bincount(pairs // max(count, 1), minlength=len(graph.columns)).astype(np.int32)


def _in_their_code(link: LinkView) -> bool:
    """Whether a declared fallback is an away team's, or has its ticket where the blocker's is."""
    return any(
        one.kind is FallbackKind.AWAY_TEAM
        or one.ticket.container == link.blocker.container
        or one.ticket.team == link.blocker.team
        for one in link.fallbacks
        if not one.reasons & NO_WAY
    )
