"""DT504 no-integrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.rule import Finding, Reach, Rule, Severity, named
from rules.traffic import Traffic, evidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph


@dataclass(frozen=True, kw_only=True)
class NoIntegrator(Rule):
    """Several teams ask one team for work, and nobody is named who listens to all of them.

    ## What it does
    Reports each configured team on which more than `teams` other teams wait and that has no `integrator`.

    ## Why is this bad
    Whoever asks loudest is heard first. Nobody weighs the asks against each other for the organisation as a whole.

    ## How to resolve
    Name one who listens to those who ask and decides what comes first, mostly the product manager: `integrator` in
    the team's configuration.
    """

    code = "DT504"
    name = "no-integrator"
    severity = Severity.REPORT
    reach = Reach.REPORT
    teams: int = 3

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a team, those whom most ask first."""
        traffic = graph.derived(Traffic)
        without = {team.slug for team in graph.policy.teams if not team.integrator}
        asked = [flows for flows in traffic.into.values() if len(flows) > self.teams]
        for flows in sorted(asked, key=len, reverse=True):
            team = flows[0].asked
            if not team.team.configured or team.team.slug not in without:
                continue
            askers = named(flow.waiting.title for flow in flows)
            yield self.on_issue(
                team,
                f"{len(flows)} teams ask {team.title} for work, which names no integrator: {askers}",
                f"name who weighs what is asked of {team.title}: integrator under [teams.{team.team.slug}]",
                links=evidence(flow.links for flow in flows),
            )
