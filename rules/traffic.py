"""Who waits on whom, team by team: what reports on the organisation count. Pure, and linear in the links."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import climb
from rules.columns import NOBODY
from rules.links import Links
from rules.model import State
from rules.views import LinkView
from rules.wholes import TeamView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from rules.columns import Integers
    from rules.graph import Graph

SHOWN = 6
"""How many links a report gives as its evidence; the rules on links list them all."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The open links from the issues of one team to those of another, which has not dropped them."""

    waiting: TeamView
    asked: TeamView
    links: Links


class Traffic:
    """All flows of a graph between its teams, which are rows of its columns."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.links = graph.waiting().across_teams().blocker_is_not(State.DROPPED)
        self._team = graph.columns.issues.team.astype(np.int64)
        self.teams = [TeamView(team) for team in graph.columns.teams]
        self._count = max(len(self.teams), 1)

    @cached_property
    def flows(self) -> dict[tuple[int, int], Flow]:
        """By the team that waits and the one that is asked."""
        waits, rows = self.graph.columns.waits, self.links.rows
        keys = self._team[waits.blocked[rows]] * self._count + self._team[waits.blocker[rows]]
        found = {divmod(key, self._count): links for key, links in grouped(self.links, keys).items()}
        return {pair: Flow(self.teams[pair[0]], self.teams[pair[1]], links) for pair, links in found.items()}

    @cached_property
    def into(self) -> dict[int, list[Flow]]:
        """By the team that is asked, the widest flow first."""
        found: defaultdict[int, list[Flow]] = defaultdict(list)
        for (_, asked), flow in self.flows.items():
            found[asked].append(flow)
        return {asked: sorted(flows, key=lambda flow: -len(flow.links)) for asked, flows in found.items()}

    def tickets(self, most: int) -> dict[int, Links]:
        """The issues that more than so many issues of other teams wait on, with these links."""
        waiting = np.bincount(self.graph.columns.waits.blocker[self.links.rows], minlength=len(self.graph.columns))
        many = self.links.keep((waiting > most)[self.graph.columns.waits.blocker])
        return grouped(many, self.graph.columns.waits.blocker[many.rows])

    @cached_property
    def plans(self) -> Integers:
        """The plan that each issue in scope belongs to: the topmost open issue above it, if that is planned."""
        in_scope, top = self.graph.in_scope, tops(self.graph)
        return np.where(in_scope & (in_scope & self.graph.planned)[top], top, NOBODY)

    @cached_property
    def plans_of_teams(self) -> list[int]:
        """How many plans each team has."""
        plans = np.unique(self.plans[self.plans != NOBODY])
        counts: list[int] = np.bincount(self._team[plans], minlength=self._count).tolist()
        return counts

    def waiting_plans(self) -> dict[tuple[int, int], int]:
        """How many plans of the one team wait on the other, in any of their parts."""
        waits = self.graph.columns.waits
        plan, asked = self.plans[waits.blocked[self.links.rows]], self._team[waits.blocker[self.links.rows]]
        outward = (plan != NOBODY) & (self._team[plan] != asked)
        pairs = np.unique(plan[outward].astype(np.int64) * self._count + asked[outward])
        plan, asked = np.divmod(pairs, self._count)
        keys, counts = np.unique(self._team[plan] * self._count + asked, return_counts=True)
        return {divmod(key, self._count): int(count) for key, count in zip(keys.tolist(), counts, strict=True)}


def tops(graph: Graph) -> Integers:
    """The topmost open issue above each one, over open ones alone; itself where there is none."""
    issues = graph.columns.issues
    above = issues.parent.copy()
    above[(above != NOBODY) & (issues.state[above] != State.OPEN)] = NOBODY
    top = np.arange(len(above), dtype=np.int32)
    for positions, ancestors in climb(above, top.copy()):
        top[positions] = ancestors
    return top


def grouped(links: Links, keys: NDArray[np.integer]) -> dict[int, Links]:
    """The links by keys, one a link, each group in the order of the links."""
    order = np.argsort(keys, kind="stable")
    found, first = np.unique(keys[order], return_index=True)
    ends = [*first[1:].tolist(), len(order)]
    rows = links.rows[order]
    spans = zip(found.tolist(), first.tolist(), ends, strict=False)
    return {key: Links(links.graph, rows[start:end]) for key, start, end in spans}


def evidence(groups: Iterable[Links]) -> tuple[LinkView, ...]:
    """Some links of several groups, one of each at first."""
    some = [[LinkView(links.graph, row) for row in links.rows[:SHOWN].tolist()] for links in islice(groups, SHOWN)]
    in_turn = (links[at] for at in range(SHOWN) for links in some if at < len(links))
    return tuple(islice(in_turn, SHOWN))
