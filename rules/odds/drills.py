"""A fire drill: some blockers are late, and it is told which plans ship all the same, and why others do not."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.odds.outlook import ENDED
from rules.odds.structure import Role, settled

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from rules.odds.outlook import Outlook
    from rules.odds.structure import Step, Steps


@dataclass(frozen=True, slots=True)
class Drill:
    """What becomes of the plans, by their topmost issues' rows, if some blockers (rows) are late.

    ``unhurt``: they see none of them. ``saved``: they do, and ship, for something stands in. ``stopped``: they do not
    ship. ``stuck``: they would not without the drill either, for they wait on what was dropped, or in a ring.
    """

    late: frozenset[int]
    unhurt: tuple[int, ...]
    saved: tuple[int, ...]
    stopped: tuple[int, ...]
    stuck: tuple[int, ...]
    _steps: Steps
    _true: frozenset[Step]

    def way(self, plan: int) -> list[int]:
        """The shortest proof that a plan does not ship: issues of which each waits on the next, or has it as its part.

        It ends at a late blocker, else at one that was dropped, else where no further issue is to blame: in a ring.
        """
        start = (plan, Role.WORK)
        came: dict[Step, Step | None] = {start: None}
        waiting, dropped = deque([start]), None
        last = start
        while waiting:
            last = waiting.popleft()
            if last[1] is Role.ASK and last[0] in self.late:
                return _issues(last, came)
            needs = self._steps[last].needs
            dropped = dropped or (last if not needs and last[1] is not Role.WORK else None)
            for group in needs:
                if self._true.isdisjoint(group) and group[0] not in came:
                    came[group[0]] = last
                    waiting.append(group[0])
        return _issues(dropped or last, came)


def fire_drill(outlook: Outlook, late: AbstractSet[int]) -> Drill:
    """What ships if exactly these blockers are late and everything else that can come does. Pure; linear."""
    plans = outlook.plans
    steps = outlook.leading_from((plan, Role.WORK) for plan in plans)
    state = outlook.graph.columns.issues.state
    never = {step for step in steps if step[1] is not Role.WORK and _ended_in_vain(int(state[step[0]]))}
    asked = {(row, Role.ASK) for row in late}
    before = settled(steps, lambda step: step not in never)
    after = settled(steps, lambda step: step not in never and step not in asked)
    sees = _seeing(steps, asked)
    found: dict[str, list[int]] = {"unhurt": [], "saved": [], "stopped": [], "stuck": []}
    for plan in plans:
        work = (plan, Role.WORK)
        fate = (
            "stuck" if work not in before else "stopped" if work not in after else "saved" if work in sees else "unhurt"
        )
        found[fate].append(plan)
    fates = {fate: tuple(some) for fate, some in found.items()}
    return Drill(frozenset(late), **fates, _steps=steps, _true=frozenset(after))


def drawn(outlook: Outlook, count: int, seed: int) -> list[int]:
    """So many of the open blockers that plans ask other teams for, drawn by lot: the same for the same seed."""
    graph = outlook.graph
    links = graph.in_view().across_teams().rows
    waits = graph.columns.waits
    asked = np.unique(waits.blocker[links][outlook.plan_of[waits.blocked[links]] != NOBODY])
    names = graph.columns.names
    candidates = sorted(
        (row for row in asked.tolist() if not _ended_in_vain(int(graph.columns.issues.state[row]))), key=names.ref
    )
    chosen = np.random.default_rng(seed).permutation(len(candidates))[:count]
    return [candidates[at] for at in chosen.tolist()]


def _ended_in_vain(state: int) -> bool:
    return any(ended == state and not figure.odds for ended, figure in ENDED.items())


def _seeing(steps: Steps, asked: AbstractSet[Step]) -> set[Step]:
    """The steps that lead to one of those asked for."""
    waiters: dict[Step, list[Step]] = {step: [] for step in steps}
    for step, condition in steps.items():
        for group in condition.needs:
            for one in group:
                waiters[one].append(step)
    found = {step for step in asked if step in steps}
    waiting = list(found)
    while waiting:
        for waiter in waiters[waiting.pop()]:
            if waiter not in found:
                found.add(waiter)
                waiting.append(waiter)
    return found


def _issues(last: Step, came: dict[Step, Step | None]) -> list[int]:
    """The issues on the way to a step, each once."""
    rows: list[int] = []
    step: Step | None = last
    while step is not None:
        if not rows or rows[-1] != step[0]:
            rows.append(step[0])
        step = came[step]
    return rows[::-1]
