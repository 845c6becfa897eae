"""Which fallback to build next: the one that gains a plan the most odds a day of work."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.odds.chances import chance_in
from rules.odds.structure import Condition, Role, conditions

if TYPE_CHECKING:
    from rules.graph import Graph
    from rules.odds.structure import Step
    from rules.views import LinkView

WEIGHED = 50
"""So many links of one plan are tried, in the order in which its work leads to them."""
SHORTEST = 0.5
"""Working days that any fallback takes, whatever is declared."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """A fallback for ``link`` would gain so much odds in so many working days; ``known`` says whence these come."""

    link: LinkView
    gained: float
    days: float
    known: str

    @property
    def a_day(self) -> float:
        """Odds gained a day of cost."""
        return self.gained / max(self.days, SHORTEST)


def cheapest_next(graph: Graph, issue: int) -> Remedy | None:
    """The best next fallback of a plan (its row) over its own team's links; ``None`` where none gains. Pure."""
    steps, wanted = conditions(graph, issue), (issue, Role.WORK)
    before = chance_in(steps, wanted).odds
    if before is None:
        return None
    found = []
    for step, at, link in _uncovered(graph, issue, steps)[:WEIGHED]:
        after = chance_in(_with_fallback(graph, steps, step, at), wanted).odds
        if after is not None and after > before:
            found.append(Remedy(link, after - before, *_days(graph, link)))
    return max(found, key=lambda remedy: (remedy.a_day, -remedy.link.row), default=None)


def _uncovered(graph: Graph, issue: int, steps: dict[Step, Condition]) -> list[tuple[Step, int, LinkView]]:
    """The plan's own team's links to others that nothing stands in for, with their places among what is needed."""
    team, covered = graph.columns.issues.team, graph.judged.covered
    return [
        (step, at, link)
        for step in steps
        if step[1] is Role.WORK and team[step[0]] == team[issue]
        for at, link in enumerate(graph.open_links_of(step[0]))
        if graph.crosses[link.row] and not covered[link.row]
    ]


def _with_fallback(graph: Graph, steps: dict[Step, Condition], step: Step, at: int) -> dict[Step, Condition]:
    """The same, with a new fallback that waits on nothing."""
    new = (-1, Role.FALLBACK)
    needs = list(steps[step].needs)
    needs[at] = (*needs[at], new)
    changed = replace(steps[step], needs=tuple(needs))
    return {**steps, step: changed, new: Condition(graph.policy.assumptions.fallback_odds)}


def _days(graph: Graph, link: LinkView) -> tuple[float, str]:
    """What building it takes: as declared for the link, else as the team's half of all does, else as assumed."""
    judged, names = graph.judged, graph.columns.names
    rows = judged.declaration[judged.link == link.row].tolist()
    declared = [cost for row in rows if (cost := names.declared(row).cost.build) is not None]
    if declared:
        return min(declared), "declared"
    own = graph.experience.costs.get(graph.columns.teams[int(graph.columns.issues.team[link.blocked.row])].slug)
    if own is not None and own.build is not None:
        return own.build, "the team's median"
    return graph.policy.assumptions.build, "assumed"
