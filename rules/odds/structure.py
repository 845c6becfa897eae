"""What has to come true for an issue: what it waits on at any depth, each once, and what stands in for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


class Role(IntEnum):
    """What is asked of an issue."""

    WORK = 0
    """That nothing it waits on is missing: its links, and those of its parts."""
    ASK = 1
    """That another team delivers it."""
    FALLBACK = 2
    """That it can be done instead of something else."""


Step: TypeAlias = tuple[int, Role]
"""An issue (its row) in a role."""
Place: TypeAlias = tuple[Step, int]
"""One of a step's needs, by its number."""
NEW: Step = (-1, Role.FALLBACK)
"""A fallback that does not exist yet."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A step comes true with ``odds``, if of each group in ``needs`` one step does."""

    odds: float
    needs: tuple[tuple[Step, ...], ...] = ()


Steps: TypeAlias = "Mapping[Step, Condition]"
"""All that decides on some steps."""


def in_order(steps: Steps) -> list[Step]:
    """The steps, each after all that it needs; those on a ring and before it are left out."""
    left: dict[Step, int] = {}
    waiters: defaultdict[Step, list[Step]] = defaultdict(list)
    for step, condition in steps.items():
        left[step] = sum(map(len, condition.needs))
        for group in condition.needs:
            for one in group:
                waiters[one].append(step)
    order = [step for step, count in left.items() if not count]
    for step in order:
        for waiter in waiters[step]:
            left[waiter] -= 1
            if not left[waiter]:
                order.append(waiter)
    return order


def settled(steps: Steps, comes: Callable[[Step], bool]) -> set[Step]:
    """The steps that come true if by themselves those do of which it is said. Linear in their needs.

    They are settled from below, as which fallbacks stand is: what waits in a ring does not come true. (Dowling and
    Gallier, "Linear-time algorithms for testing the satisfiability of propositional Horn formulae", 1984.)
    """
    waiters: defaultdict[Step, list[tuple[Step, int]]] = defaultdict(list)
    for step, condition in steps.items():
        for at, group in enumerate(condition.needs):
            for one in group:
                waiters[one].append((step, at))
    left = {step: len(condition.needs) for step, condition in steps.items()}
    met: set[tuple[Step, int]] = set()
    true = {step for step, count in left.items() if not count and comes(step)}
    ready = list(true)
    while ready:
        for need in waiters[ready.pop()]:
            if need not in met:
                met.add(need)
                waiter = need[0]
                left[waiter] -= 1
                if not left[waiter] and comes(waiter):
                    true.add(waiter)
                    ready.append(waiter)
    return true


def with_fallback(steps: Steps, odds: float, places: Iterable[Place]) -> dict[Step, Condition]:
    """The same with one new fallback, which waits on nothing, at some places."""
    changed = dict(steps)
    for step, at in places:
        needs = list(changed[step].needs)
        needs[at] = (*needs[at], NEW)
        changed[step] = replace(changed[step], needs=tuple(needs))
    changed[NEW] = Condition(odds)
    return changed
