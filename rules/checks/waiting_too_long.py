"""DT307 waiting-too-long."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import climb
from rules.columns import NEVER
from rules.model import State
from rules.rule import Finding, Rule, Severity, named
from rules.standing import Reason
from rules.views import IssueView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Integers
    from rules.graph import Graph
    from rules.links import Links
    from rules.model import Ref
    from rules.views import LinkView

OTHERS_WORK = Reason.IS_THE_PROBLEM | Reason.OWNED_ELSEWHERE
"""Why a declared fallback is nothing that the waiting team could move."""


@dataclass(frozen=True, kw_only=True)
class WaitingTooLong(Rule):
    """A planned issue waits, and nothing has moved for long: neither it nor what would be done instead.

    ## What it does
    Reports a planned issue with an open link to another team where people have changed nothing for `unmoved_days`: not
    on the issue, not on a fallback that its team declared for its links and owns, and not on a part of either.

    ## Why is this bad
    It counts as planned, and nobody works on it. The time in which the fallback could be built is passing.

    ## How to resolve
    Begin the fallback, or do the part that needs nobody else. If it can wait, take it out of the plan.
    """

    code = "DT307"
    name = "waiting-too-long"
    severity = Severity.WARNING
    lasting = True
    unmoved_days: int = 21

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding an issue."""
        links = self.asking_others(graph).planned()
        issues, moved = _movements(links)
        stuck = graph.past(moved, self.unmoved_days)
        days = dict(zip(issues[stuck].tolist(), moved[stuck].tolist(), strict=True))
        found: defaultdict[int, list[LinkView]] = defaultdict(list)
        for link in links:
            if link.blocked.row in days:
                found[link.blocked.row].append(link)
        for row, ours in found.items():
            message = partial(_message, ours, date.fromordinal(days[row]))
            yield self.on_issue(IssueView(graph, row), message, partial(_action, ours), links=tuple(ours))


def _message(links: list[LinkView], since: date, issue: IssueView) -> str:
    return f"nothing has moved on {named([issue.ref, *_tickets(links)])} since {since:%d %b %Y}"


def _action(links: list[LinkView], _: IssueView) -> str:
    tickets = _tickets(links)
    return f"begin {named(tickets)}" if tickets else "begin what needs nobody else, or take it out of the plan"


def _tickets(links: list[LinkView]) -> list[Ref]:
    """The open tickets that the waiting team could do instead."""
    declared = [one.ticket for link in links for one in link.fallbacks if not one.reasons & OTHERS_WORK]
    return sorted({ticket.ref for ticket in declared if ticket.state is State.OPEN})


def _movements(links: Links) -> tuple[NDArray[np.int32], Integers]:
    """The blocked issues of the links, and the day on which anything last moved on each; ``NEVER`` where unknown."""
    graph, waits, judged = links.graph, links.graph.columns.waits, links.graph.judged
    latest = _with_parts(graph)
    latest_on_link = latest[waits.blocked].copy()
    own = judged.reasons & OTHERS_WORK.value == 0
    tickets = graph.columns.declarations.ticket[judged.declaration[own]]
    np.maximum.at(latest_on_link, judged.link[own], latest[tickets])
    issues, at = np.unique(waits.blocked[links.rows], return_inverse=True)
    moved = np.zeros(len(issues), dtype=np.int32)
    np.maximum.at(moved, at, latest_on_link[links.rows])
    return issues, np.where(graph.columns.progress.moved[issues] == NEVER, NEVER, moved)


def _with_parts(graph: Graph) -> Integers:
    """The day on which each issue or a part of it last moved. Trackers do not call it a change of the whole."""
    moved = graph.columns.progress.moved
    latest = moved.copy()
    rows = np.arange(len(moved), dtype=np.int32)
    for positions, ancestors in climb(graph.columns.issues.parent, rows):
        np.maximum.at(latest, ancestors, moved[positions])
    return latest
