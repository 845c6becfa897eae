"""DT501 team-pair."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from rules.rule import Finding, Reach, Rule, Severity
from rules.traffic import Traffic, evidence
from rules.wholes import TeamView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.traffic import Flow

Pair = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class TeamPair(Rule):
    """Two teams need each other all the time.

    ## What it does
    Reports two teams of which each waits on the other, more than `times` times in all; and two of which the one waits
    on the other with `share` percent of its plans or more, if it has at least `plans`.

    ## Why is this bad
    Fallbacks help against single waits. Where nearly everything needs both teams, the line between them was drawn
    through the work.

    ## How to resolve
    Let them work together on what needs both, or move the line: give the part that is always asked for to those who
    ask for it.
    """

    code = "DT501"
    name = "team-pair"
    severity = Severity.REPORT
    reach = Reach.REPORT
    times: int = 10
    share: int = 50
    plans: int = 5

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a pair of teams, those with the most links first."""
        traffic = graph.derived(Traffic)
        found: defaultdict[Pair, list[str]] = defaultdict(list)
        for pair, clause in chain(self._mutual(traffic), self._sharing(traffic)):
            found[_in_order(traffic, pair)].append(clause)
        for pair in sorted(found, key=lambda pair: -_links(traffic, pair)):
            one, other = (traffic.teams[row].team for row in pair)
            yield self.on_issue(
                TeamView(one, other),
                "; ".join(found[pair]),
                "let them work together on what needs both, or draw the line between them elsewhere",
                links=evidence(flow.links for flow in _both_ways(traffic, pair)),
            )

    def _mutual(self, traffic: Traffic) -> Iterator[tuple[Pair, str]]:
        for pair in {_in_order(traffic, pair): None for pair in traffic.flows}:
            ways = _both_ways(traffic, pair)
            if len(ways) > 1 and _links(traffic, pair) > self.times:
                one, other = (flow.waiting.title for flow in ways)
                counts = " and ".join(str(len(flow.links)) for flow in ways)
                yield pair, f"{one} and {other} wait on each other ({counts} open links)"

    def _sharing(self, traffic: Traffic) -> Iterator[tuple[Pair, str]]:
        for pair, count in traffic.waiting_plans().items():
            plans = traffic.plans_of_teams[pair[0]]
            if plans >= self.plans and count * 100 >= self.share * plans:
                one, other = (traffic.teams[row].title for row in pair)
                yield pair, f"{count} of {plans} plans of {one} wait on {other}"


def _in_order(traffic: Traffic, pair: Pair) -> Pair:
    """A pair by the slugs of its teams, so that it is the same in every audit."""
    one, other = sorted(pair, key=lambda row: traffic.teams[row].team.slug)
    return one, other


def _both_ways(traffic: Traffic, pair: Pair) -> list[Flow]:
    return [traffic.flows[way] for way in (pair, pair[::-1]) if way in traffic.flows]


def _links(traffic: Traffic, pair: Pair) -> int:
    return sum(len(flow.links) for flow in _both_ways(traffic, pair))
