"""DT403 deep-chain."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from rules.chains import Chains
from rules.columns import NOBODY
from rules.model import State
from rules.rule import Finding, Reach, Rule, Severity, named
from rules.views import IssueView, LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.links import Links


@dataclass(frozen=True, kw_only=True)
class DeepChain(Rule):
    """An issue waits on a team that waits on a team that waits on a team, and so on.

    ## What it does
    Follows the open links behind each issue and reports it where they lead more than `longest` times from one team
    to another. Links inside a team lengthen no chain; a ring counts as one place. It is told once, on the issue at
    which the chain becomes too long; those that wait on that one are not told again. Where a fallback that stands or
    a waiver on the way cuts the chain short enough, it is shown on the page only.

    ## Why is this bad
    Every team on the way has to keep its word, and to hear in time that another one did not. The more there are, the
    less likely that is, and nobody sees the whole of it.

    ## How to resolve
    Let the first team talk with the last one: often it needs only a part of what is passed on. Or cut the chain with
    a fallback that stands, the nearer to its beginning the better.
    """

    code = "DT403"
    name = "deep-chain"
    severity = Severity.WARNING
    reach = Reach.PLAN
    lasting = True
    longest: int = 3

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a chain, on the issue at its head, with the links that lead from team to team."""
        links = graph.every_open().blocker_is_not(State.DROPPED)
        settled = graph.judged.covered | graph.waived(self.code, self.name)
        told = {finding.issue.ref: finding for finding in self._heads(links.keep(~settled), self.severity)}
        yield from told.values()
        yield from (one for one in self._heads(links, Severity.REPORT) if one.issue.ref not in told)

    def _heads(self, links: Links, severity: Severity) -> Iterator[Finding]:
        graph, chains = links.graph, Chains(links)
        for place, issue in _firsts(graph, chains, chains.heads(self.longest, graph.in_scope)):
            shown = tuple(LinkView(graph, row) for row in islice(chains.links_from(place), self.longest + 1))
            hands = named(f"{link.blocker.ref} ({link.blocker.team.name})" for link in shown)
            yield self.on_issue(
                issue,
                f"the waiting is passed on {chains.length_from(place)} times from team to team: {hands}",
                f"ask {shown[-1].blocker.team.name} itself for the part that is needed, or cut the chain by a fallback",
                links=shown,
                severity=severity,
            )


def _firsts(graph: Graph, chains: Chains, places: list[int]) -> Iterator[tuple[int, IssueView]]:
    """For each place the smallest of its issues in scope, if that is judged now."""
    chosen = np.zeros(int(chains.place.max(initial=NOBODY)) + 1, dtype=bool)
    chosen[places] = True
    at = np.flatnonzero(graph.in_scope & (chains.place != NOBODY))
    found: dict[int, IssueView] = {}
    for row in at[chosen[chains.place[at]]].tolist():
        issue, place = IssueView(graph, row), int(chains.place[row])
        found[place] = min(found.get(place, issue), issue, key=lambda one: one.ref)
    yield from ((place, issue) for place, issue in found.items() if graph.inside[issue.row])
