"""How the teams of an organisation deal with each other, counted once for all advice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rules.asks import unanswered_by_team
from rules.experience import Dealings, Pair
from rules.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rules.graph import Graph


def dealings_of(graph: Graph) -> Dealings:
    """The dealings of the judged issues' teams. Pure, and linear in the links."""
    traffic, slugs = graph.derived(Traffic), [team.slug for team in graph.columns.teams]
    return Dealings(
        links=_by_pairs(slugs, {pair: len(flow.links) for pair, flow in traffic.flows.items()}),
        asking=_by_teams(slugs, {team: len(flows) for team, flows in traffic.into.items()}),
        unanswered=_by_teams(slugs, unanswered_by_team(graph)),
        plans=_by_teams(slugs, dict(enumerate(traffic.plans_of_teams[: len(slugs)]))),
        waiting_plans=_by_pairs(slugs, traffic.waiting_plans()),
    )


def _by_teams(slugs: list[str], counts: Mapping[int, int]) -> Mapping[str, int]:
    """Counts by slugs: projects of one name on two sites are one team to it, as they are to records."""
    found = Counter[str]()
    for team, count in counts.items():
        found[slugs[team]] += count
    return found


def _by_pairs(slugs: list[str], counts: Mapping[tuple[int, int], int]) -> Mapping[Pair, int]:
    found = Counter[Pair]()
    for (one, other), count in counts.items():
        found[slugs[one], slugs[other]] += count
    return found
