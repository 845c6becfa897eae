"""The exact odds of a step: each event is taken as come and as not come in turn, and what follows is known only once.

That makes a binary decision diagram, as fault trees are computed (Rauzy, "New algorithms for fault trees analysis",
1993): what the events have in common costs nothing, and what they do not share grows it by one node each.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from rules.odds.structure import Condition, in_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.odds.structure import Step, Steps

    Needs = Sequence[tuple[Step, ...]]

EVENTS = 250
"""So many uncertain events behind fallbacks are weighed exactly, by recursion as deep; of more odds are simulated."""
COMBINED = 30_000
"""So many pairs of nodes are combined; where that does not suffice the odds are simulated."""
ROUNDS = 64
"""So often what follows from fallbacks that lead back is followed once more."""
NO, YES = 0, 1


def exact(steps: Steps, wanted: Step) -> float | None:
    """The odds of a step; ``None`` where that would take too long."""
    leads_back = len(in_order(steps)) < len(steps)
    # Where a fallback leads back to what it is for, nothing may be taken for granted: it would vouch for itself.
    sure, choices = _nothing_certain(wanted) if leads_back else certain(steps, wanted)
    odds = prod(steps[step].odds for step in sure)
    if not odds or not choices:
        return odds
    needed = _leading_from(steps, choices, sure)
    uncertain = [step for step, condition in needed.items() if 0 < condition.odds < 1]
    if len(uncertain) > EVENTS:
        return None
    try:
        return odds * _weighed(needed, uncertain, choices, sure)
    except _TooManyError:
        return None


def _weighed(needed: Steps, uncertain: list[Step], choices: Needs, sure: set[Step]) -> float:
    """The odds that of each choice something comes true, settled from below: at first nothing that is unsure has."""
    diagram = _Diagram([needed[step].odds for step in uncertain])
    own = {step: int(condition.odds) for step, condition in needed.items()}
    own.update((step, diagram.event(place)) for place, step in enumerate(uncertain))
    made = dict.fromkeys(needed, NO) | dict.fromkeys(sure, YES)
    order = dict.fromkeys([*in_order(needed), *needed])
    for _ in range(ROUNDS):
        before = made.copy()
        for step in order:
            made[step] = diagram.all_of([own[step], *_groups(diagram, needed[step].needs, made)])
        if made == before:
            return diagram.odds(diagram.all_of(_groups(diagram, choices, made)))
    raise _TooManyError


def certain(steps: Steps, wanted: Step) -> tuple[set[Step], list[tuple[Step, ...]]]:
    """The steps that have to come true whatever stands in elsewhere, and the choices that these leave open."""
    sure, waiting = {wanted}, [wanted]
    choices: list[tuple[Step, ...]] = []
    while waiting:
        for group in steps[waiting.pop()].needs:
            if len(group) > 1:
                choices.append(group)
            elif group[0] not in sure:
                sure.add(group[0])
                waiting.append(group[0])
    return sure, [group for group in choices if sure.isdisjoint(group)]


def _nothing_certain(wanted: Step) -> tuple[set[Step], list[tuple[Step, ...]]]:
    return set(), [(wanted,)]


def _leading_from(steps: Steps, choices: Needs, sure: set[Step]) -> Steps:
    """The steps that decide on the choices, those first that are met first; what is sure decides nothing more."""
    found: dict[Step, Condition] = {}
    waiting = _backwards(choices)
    while waiting:
        step = waiting.pop()
        if step not in found and step not in sure:
            needs = tuple(group for group in steps[step].needs if sure.isdisjoint(group))
            found[step] = Condition(steps[step].odds, needs)
            waiting.extend(_backwards(needs))
    return found


def _backwards(groups: Needs) -> list[Step]:
    return [step for group in reversed(groups) for step in reversed(group)]


def _groups(diagram: _Diagram, needs: Needs, made: dict[Step, int]) -> list[int]:
    return [diagram.one_of([made[one] for one in group]) for group in needs]


class _TooManyError(Exception):
    """The diagram grows beyond what is worth its time."""


class _Diagram:
    """Conditions on events with odds. A node is an event's place with what follows if it is missed and if it comes."""

    def __init__(self, odds: list[float]) -> None:
        self._odds = odds
        self._nodes = [(len(odds), NO, NO), (len(odds), YES, YES)]
        self._known: dict[tuple[int, int, int], int] = {}
        self._combined: dict[tuple[int, int, int], int] = {}

    def event(self, place: int) -> int:
        """That an event comes."""
        return self._node(place, NO, YES)

    def all_of(self, nodes: list[int]) -> int:
        """That all come true. The last first: what lies deeper is only pointed at by what is put above it."""
        return self._fold(nodes, NO)

    def one_of(self, nodes: list[int]) -> int:
        """That one or more come true."""
        return self._fold(nodes, YES)

    def odds(self, node: int) -> float:
        """How likely a node is to come true. Nodes are made after those that they lead to."""
        found = [0.0, 1.0]
        for place, missed, come in self._nodes[2 : node + 1]:
            chance = self._odds[place]
            found.append(chance * found[come] + (1 - chance) * found[missed])
        return found[node]

    def _fold(self, nodes: list[int], decides: int) -> int:
        result = 1 - decides
        for node in reversed(nodes):
            result = self._combine(node, result, decides)
        return result

    def _combine(self, one: int, other: int, decides: int) -> int:
        """Both, or either: the end that decides alone makes the difference."""
        if one == other or decides in (one, other):
            return one if one == other else decides
        if 1 - decides in (one, other):
            return max(one, other)  # the ends are lower than all nodes
        key = (min(one, other), max(one, other), decides)
        if key not in self._combined:
            if len(self._combined) >= COMBINED:
                raise _TooManyError
            place = min(self._nodes[one][0], self._nodes[other][0])
            missed = self._combine(self._branch(one, place, 1), self._branch(other, place, 1), decides)
            come = self._combine(self._branch(one, place, 2), self._branch(other, place, 2), decides)
            self._combined[key] = self._node(place, missed, come)
        return self._combined[key]

    def _branch(self, node: int, place: int, comes: int) -> int:
        return self._nodes[node][comes] if self._nodes[node][0] == place else node

    def _node(self, place: int, missed: int, come: int) -> int:
        if missed == come:
            return missed
        key = (place, missed, come)
        if key not in self._known:
            self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return self._known[key]
