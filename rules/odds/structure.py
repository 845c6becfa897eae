"""What has to come true for an issue: what it waits on at any depth, each once, and what stands in for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from rules.model import State
from rules.odds.records import odds_of_team

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rules.graph import Graph


class Role(Enum):
    """What is asked of an issue."""

    WORK = 0
    """That nothing it waits on is missing: its links, and those of its parts."""
    ASK = 1
    """That another team delivers it."""
    FALLBACK = 2
    """That it can be done instead of something else."""


Step = tuple[int, Role]
"""An issue (its row) in a role."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A step comes true with ``odds``, if of each group in ``needs`` one step does."""

    odds: float
    needs: tuple[tuple[Step, ...], ...] = ()


ENDED = {State.DONE: Condition(1.0), State.DROPPED: Condition(0.0), State.GONE: Condition(0.0)}


Substitutes = dict[int, set[int]]
"""The tickets that stand in for each link's blocker."""


def conditions(graph: Graph, issue: int, substitutes: Substitutes | None = None) -> dict[Step, Condition]:
    """Everything that decides on an issue: its own work first, then all steps that this leads to.

    What belongs to the issue's own team is no event: its odds are those of what it waits on. Pure; linear in what is
    reached for whoever asks for many issues and hands in the graph's ``substitutes``.
    """
    sources = _Sources(graph, issue, substitutes_in(graph) if substitutes is None else substitutes)
    found: dict[Step, Condition] = {}
    waiting: list[Step] = [(issue, Role.WORK)]
    while waiting:
        step = waiting.pop()
        if step not in found:
            found[step] = sources.of(step)
            waiting.extend(other for group in found[step].needs for other in group)
    return found


def in_order(steps: Mapping[Step, Condition], *, instead: bool) -> list[Step]:
    """The steps, each after all that it needs; those on a ring and before it are left out.

    Without ``instead`` a fallback is no need: what remains out of order then waits in a ring.
    """
    left: dict[Step, int] = {}
    waiters: defaultdict[Step, list[Step]] = defaultdict(list)
    for step, condition in steps.items():
        needed = [one for group in condition.needs for one in group if instead or one[1] is not Role.FALLBACK]
        left[step] = len(needed)
        for one in needed:
            waiters[one].append(step)
    order = [step for step, count in left.items() if not count]
    for step in order:
        for waiter in waiters[step]:
            left[waiter] -= 1
            if not left[waiter]:
                order.append(waiter)
    return order


class _Sources:
    """The graph, asked step by step from one issue's side."""

    def __init__(self, graph: Graph, issue: int, substitutes: Substitutes) -> None:
        self._graph = graph
        self._issues = graph.columns.issues
        self._own = int(self._issues.team[issue])
        self._odds: dict[int, float] = {self._own: 1.0}
        self._fallbacks = substitutes

    def of(self, step: Step) -> Condition:
        row, role = step
        if role is Role.WORK:
            return Condition(1.0, tuple(self._needs(row)))
        if (ended := ENDED.get(State(int(self._issues.state[row])))) is not None:
            return ended
        taken = self._graph.policy.assumptions.fallback_odds
        odds = taken if role is Role.FALLBACK else self._of_team(int(self._issues.team[row]))
        return Condition(odds, (((row, Role.WORK),),))

    def _needs(self, row: int) -> Iterator[tuple[Step, ...]]:
        for link in self._graph.open_links_of(row):
            instead = ((ticket, Role.FALLBACK) for ticket in self._fallbacks.get(link.row, ()))
            yield ((link.blocker.row, Role.ASK), *instead)
        parts = self._graph.parts
        for part in parts.ends[parts.leaving(np.array([row]))[1]].tolist():
            yield ((part, Role.WORK),)

    def _of_team(self, team: int) -> float:
        if team not in self._odds:
            slug = self._graph.columns.teams[team].slug
            self._odds[team] = odds_of_team(slug, self._graph.experience, self._graph.policy.assumptions).odds
        return self._odds[team]


def substitutes_in(graph: Graph) -> Substitutes:
    """The fallbacks of a graph that stand, by link."""
    judged, found = graph.judged, defaultdict[int, set[int]](set)
    rows = np.flatnonzero(judged.reasons == 0)
    tickets = graph.columns.declarations.ticket[judged.declaration[rows]]
    for link, ticket in zip(judged.link[rows].tolist(), tickets.tolist(), strict=True):
        found[link].add(ticket)
    return found
