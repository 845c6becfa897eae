"""The outlook of a graph's issues: what each of them needs, and with which odds that comes. Made once, asked often."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import Adjacency
from rules.columns import NOBODY
from rules.model import State
from rules.odds.bounds import Bounds
from rules.odds.chances import chance_in
from rules.odds.records import ASSUMED, Figure, mean_of_team, odds_of_team
from rules.odds.structure import Condition, Role
from rules.rule import named
from rules.traffic import Traffic

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from rules.columns import Integers
    from rules.graph import Graph
    from rules.odds.chances import Chance
    from rules.odds.structure import Step

ENDED = {
    State.DONE: Figure.certain(1.0, "done"),
    State.DROPPED: Figure.certain(0.0, "dropped"),
    State.GONE: Figure.certain(0.0, "out of reach"),
}
"""What has come, and what never will."""
ENDS = {state: Condition(figure.odds) for state, figure in ENDED.items()}
NO_TEAM = -1
"""Seen from here everyone else is another team."""


class Outlook:
    """The conditions of a graph. What the team that asks does itself is no event: it has what it waits on. Pure."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._state, self._team = graph.columns.issues.state, graph.columns.issues.team

    def chance(self, issue: int) -> Chance:
        """The odds that everything an issue (its row) waits on comes in time, or is stood in for."""
        return chance_in(self.conditions(issue), (issue, Role.WORK))

    def chance_of_ask(self, blocked: int, blocker: int) -> Chance:
        """The odds that a blocker comes in time for the team of the issue that waits on it, whatever stands in."""
        step = (blocker, Role.ASK)
        return chance_in(self.leading_from([step], int(self._team[blocked])), step)

    def conditions(self, issue: int) -> dict[Step, Condition]:
        """Everything that decides on an issue: its own work first, then all steps that this leads to."""
        return self.leading_from([(issue, Role.WORK)], int(self._team[issue]))

    def leading_from(self, starts: Iterable[Step], team: int = NO_TEAM) -> dict[Step, Condition]:
        """All steps that some lead to, with their conditions as a team sees them. Linear in what is reached."""
        found: dict[Step, Condition] = {}
        waiting = list(starts)
        while waiting:
            step = waiting.pop()
            if step not in found:
                found[step] = self._condition(step, team)
                waiting.extend(one for group in found[step].needs for one in group if one not in found)
        return found

    def figure(self, issue: int) -> Figure:
        """The odds that a blocker (its row) comes in time if what it waits on does, with how they are known."""
        graph, state = self.graph, State(int(self._state[issue]))
        if state in ENDED:
            return ENDED[state]
        assumptions = graph.policy.assumptions
        if state is State.SUPPLIER:
            return Figure.certain(assumptions.odds, ASSUMED)
        return odds_of_team(graph.columns.teams[int(self._team[issue])].slug, graph.experience, assumptions)

    def size(self, issue: int) -> int:
        """How many steps decide on an issue: what it costs to weigh it."""
        return len(self.conditions(issue))

    def odds_of_link(self, link: int) -> float:
        """The logarithm of a lower bound of the odds that an open link (its row) is met."""
        return float(self.bounds.of_links[np.searchsorted(self.bounds.links, link)])

    def others_asked(self, issue: int) -> list[int]:
        """The blockers (rows) of other teams on which the odds of an issue stand, at any depth."""
        steps, team = self.conditions(issue), self._team[issue]
        return [row for row, role in steps if role is Role.ASK and self._team[row] != team]

    def known_from(self, blockers: Iterable[int]) -> str:
        """How the odds of several blockers are known, in few words."""
        teams = self.graph.columns.teams
        known = [(self.figure(row).known, teams[int(self._team[row])].name) for row in blockers]
        return named(dict.fromkeys(f"{name} {words}" if words[0].isdigit() else words for words, name in known))

    @cached_property
    def asks(self) -> NDArray[np.intp]:
        """The open links (rows) that odds follow from: what a team dropped itself it does without, or has replaced."""
        graph, waits = self.graph, self.graph.columns.waits
        rows = graph.every_open().rows
        in_vain = np.isin(self._state[waits.blocker[rows]], (State.DROPPED, State.GONE))
        return np.asarray(rows[graph.crosses[rows] | ~in_vain])

    @cached_property
    def asks_by_issue(self) -> Adjacency:
        """From each issue to what it waits on, by those links."""
        rows, waits = self.asks, self.graph.columns.waits
        return Adjacency(len(self.graph.columns), waits.blocked[rows], waits.blocker[rows], rows)

    @cached_property
    def plan_of(self) -> Integers:
        """The plan that each issue in scope belongs to, by its topmost issue's row; else ``NOBODY``."""
        return self.graph.derived(Traffic).plans

    @cached_property
    def plans(self) -> list[int]:
        """The plans among the judged issues: each a planned issue without an open parent, and what is below it."""
        found = np.unique(self.plan_of[self.plan_of != NOBODY])
        plans: list[int] = found[self.graph.inside[found]].tolist()
        return plans

    @cached_property
    def bounds(self) -> Bounds:
        """Lower bounds of all odds."""
        return Bounds(self)

    @cached_property
    def team_odds(self) -> list[float]:
        """What is to be expected of each team."""
        graph = self.graph
        return [mean_of_team(team.slug, graph.experience, graph.policy.assumptions) for team in graph.columns.teams]

    @cached_property
    def _substitutes(self) -> dict[int, list[int]]:
        judged = self.graph.judged
        rows = np.flatnonzero(judged.reasons == 0)
        tickets = self.graph.columns.declarations.ticket[judged.declaration[rows]]
        found: defaultdict[int, list[int]] = defaultdict(list)
        for link, ticket in zip(judged.link[rows].tolist(), tickets.tolist(), strict=True):
            if ticket not in found[link]:
                found[link].append(ticket)
        return found

    def _condition(self, step: Step, team: int) -> Condition:
        row, role = step
        if role is Role.WORK:
            return Condition(1.0, tuple(self._needs(row)))
        state = int(self._state[row])
        if (ended := ENDS.get(State(state))) is not None:
            return ended
        return Condition(self._odds(row, role, team, state), (((row, Role.WORK),),))

    def _odds(self, row: int, role: Role, team: int, state: int) -> float:
        assumptions = self.graph.policy.assumptions
        if role is Role.FALLBACK:
            return assumptions.fallback_odds
        if state == State.SUPPLIER:
            return assumptions.odds
        owner = int(self._team[row])
        return 1.0 if owner == team else self.team_odds[owner]

    def _needs(self, row: int) -> Iterator[tuple[Step, ...]]:
        links = self.asks_by_issue
        for link, blocker in zip(links.rows_of(row), links.ends_of(row), strict=True):
            instead = ((ticket, Role.FALLBACK) for ticket in self._substitutes.get(link, ()))
            yield ((blocker, Role.ASK), *instead)
        for part in self.graph.parts.ends_of(row):
            yield ((part, Role.WORK),)
