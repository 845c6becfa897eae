"""DT502 bottleneck."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.rule import Finding, Reach, Rule, Severity, named
from rules.traffic import Traffic, evidence
from rules.views import IssueView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.links import Links
    from rules.traffic import Flow
    from rules.wholes import TeamView


@dataclass(frozen=True, kw_only=True)
class Bottleneck(Rule):
    """Many wait on one ticket, or on one team.

    ## What it does
    Reports an open ticket on which more than `issues` open issues of other teams wait, and a team on which more than
    `teams` other teams wait.

    ## Why is this bad
    When it is late, everything behind it is late, at the same time and for the same reason.

    ## How to resolve
    Cut the ticket so that most of those who wait need only its first part. At a team, weigh the asks against each
    other in one place, and let those who can do the work themselves.
    """

    code = "DT502"
    name = "bottleneck"
    severity = Severity.REPORT
    reach = Reach.REPORT
    lasting = True
    issues: int = 10
    teams: int = 5

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a ticket in scope, then one a team; those on which most wait first."""
        traffic = graph.derived(Traffic)
        tickets = traffic.tickets(self.issues)
        for row in sorted(tickets, key=lambda row: -len(tickets[row])):
            if graph.in_scope[row]:
                yield self._on_ticket(IssueView(graph, row), tickets[row])
        crowded = [flows for flows in traffic.into.values() if len(flows) > self.teams]
        for flows in sorted(crowded, key=len, reverse=True):
            yield self._on_team(flows[0].asked, flows)

    def _on_ticket(self, ticket: IssueView, links: Links) -> Finding:
        teams = sorted({link.blocked.team.name for link in links})
        return self.on_issue(
            ticket,
            f"{len(links)} issues of other teams wait on {ticket.ref}: of {named(teams)}",
            f"cut {ticket.ref} so that most of them need only its first part",
            links=evidence([links]),
        )

    def _on_team(self, team: TeamView, flows: list[Flow]) -> Finding:
        count = sum(len(flow.links) for flow in flows)
        askers = named(flow.waiting.title for flow in flows)
        return self.on_issue(
            team,
            f"{len(flows)} teams wait on {team.title} ({count} open links): {askers}",
            f"weigh what is asked of {team.title} in one place, and let those help who can",
            links=evidence(flow.links for flow in flows),
        )
