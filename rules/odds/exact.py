"""The exact odds of a step: independent events multiply, shared ones are taken as come and as not come in turn."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, NamedTuple

from rules.odds.structure import in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.odds.structure import Condition, Step

CHOICES = 24
"""So many links with a fallback are weighed exactly; more are simulated."""
CONDITIONED = 2_000
"""So often a shared event is taken as come and as not come; where that does not suffice it is simulated."""


class All(NamedTuple):
    """All the events come, and of each choice one alternative does."""

    events: frozenset[Step] = frozenset()
    choices: frozenset[frozenset[All]] = frozenset()


class _TooManyError(Exception):
    """More events are shared than are taken in turn."""


def exact(steps: Mapping[Step, Condition], wanted: Step) -> float | None:
    """The odds of a step; ``None`` where that would take too long, or fallbacks lean on one another in a ring."""
    order = in_order(steps, instead=True)
    choices = sum(len(group) > 1 for condition in steps.values() for group in condition.needs)
    if not choices:
        return prod(condition.odds for condition in steps.values())
    if choices > CHOICES or len(order) < len(steps):
        return None
    made: dict[Step, All] = {}
    for step in order:
        made[step] = _made(step, steps[step], made)
    try:
        return _Weighing({step: condition.odds for step, condition in steps.items()}).odds(made[wanted])
    except _TooManyError:
        return None


def _made(step: Step, condition: Condition, made: Mapping[Step, All]) -> All:
    own = frozenset() if condition.odds == 1 else frozenset({step})
    groups = [frozenset(made[one] for one in group) for group in condition.needs]
    return _joined([All(own), *(_of_choice(group) for group in groups)])


def _of_choice(alternatives: frozenset[All]) -> All:
    if All() in alternatives:
        return All()
    return next(iter(alternatives)) if len(alternatives) == 1 else All(choices=frozenset({alternatives}))


def _joined(parts: Iterable[All]) -> All:
    found = list(parts)
    return All(frozenset().union(*(one.events for one in found)), frozenset().union(*(one.choices for one in found)))


def _given(whole: All, event: Step, *, comes: bool) -> All | None:
    """What is left to come true once an event has come or has not; ``None`` if nothing can make it true."""
    if event in whole.events and not comes:
        return None
    parts = [All(whole.events - {event})]
    for choice in whole.choices:
        left = frozenset(one for one in (_given(other, event, comes=comes) for other in choice) if one is not None)
        if not left:
            return None
        parts.append(_of_choice(left))
    return _joined(parts)


def _mentions(whole: All) -> Counter[Step]:
    """How many alternatives name each event."""
    found = Counter(whole.events)
    for choice in whole.choices:
        for other in choice:
            found += _mentions(other)
    return found


@dataclass(slots=True)
class _Weighing:
    """One calculation, with what is left of its patience."""

    chances: Mapping[Step, float]
    left: int = CONDITIONED
    known: dict[All, float] = field(default_factory=dict)

    def odds(self, whole: All | None) -> float:
        if whole is None:
            return 0.0
        if whole not in self.known:
            self.known[whole] = self._weigh(whole)
        return self.known[whole]

    def _weigh(self, whole: All) -> float:
        mentions = _mentions(whole)
        event, often = max(
            mentions.items(), key=lambda item: (item[1], item[0][0], item[0][1].value), default=(None, 0)
        )
        if event is None or often == 1:
            certain = prod(self.chances[one] for one in whole.events)
            return certain * prod(self._one_of(choice) for choice in whole.choices)
        self.left -= 1
        if self.left < 0:
            raise _TooManyError
        chance = self.chances[event]
        come, missed = (_given(whole, event, comes=comes) for comes in (True, False))
        return chance * self.odds(come) + (1 - chance) * self.odds(missed)

    def _one_of(self, choice: frozenset[All]) -> float:
        return 1 - prod(1 - self.odds(one) for one in choice)
