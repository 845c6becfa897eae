"""What if an issue never comes, comes, or is stood in for: the odds of every plan that can see it, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import Adjacency, reached
from rules.columns import NOBODY
from rules.odds.chances import chance_in
from rules.odds.structure import Condition, Role, with_fallback

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.columns import Mask
    from rules.odds.chances import Chance
    from rules.odds.outlook import Outlook


EFFORT = 200_000
"""So many steps are weighed: where all plans hang together, not each of them can be."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """The odds of a plan (its row): as they are, and as they would be.

    ``with_fallback``: if those who wait on the issue without a standing fallback had one; ``None`` if nobody does.
    """

    plan: int
    now: Chance
    never: Chance
    comes: Chance
    with_fallback: Chance | None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The plans that were weighed, and how many more can see the issue."""

    prospects: tuple[Prospect, ...]
    left_out: int = 0


def what_if(outlook: Outlook, issue: int) -> WhatIf:
    """The judged plans that wait on an issue (its row), or count on it as a fallback, at any depth. Pure.

    Of a plan that the issue is a part of, only what is asked of the issue as a blocker changes.
    """
    sees = _seeing(outlook, issue)
    plans = [plan for plan in outlook.plans if sees[plan]]
    found: list[Prospect] = []
    left = EFFORT
    for at, plan in enumerate(plans):
        if left < 0:
            return WhatIf(tuple(found), len(plans) - at)
        left -= outlook.size(plan)
        found.extend(_prospect(outlook, plan, issue))
    return WhatIf(tuple(found))


def _prospect(outlook: Outlook, plan: int, issue: int) -> Iterator[Prospect]:
    steps, wanted = outlook.conditions(plan), (plan, Role.WORK)
    asked, instead = (issue, Role.ASK), (issue, Role.FALLBACK)
    roles = [step for step in (asked, instead) if step in steps]
    if not roles:
        return
    odds = outlook.graph.policy.assumptions.fallback_odds
    bare = [(step, at) for step, one in steps.items() for at, group in enumerate(one.needs) if group == (asked,)]
    yield Prospect(
        plan,
        chance_in(steps, wanted),
        chance_in({**steps, **dict.fromkeys(roles, Condition(0.0))}, wanted),
        chance_in({**steps, **dict.fromkeys(roles, Condition(1.0))}, wanted),
        chance_in(with_fallback(steps, odds, bare), wanted) if bare else None,
    )


def _seeing(outlook: Outlook, issue: int) -> Mask:
    """Who can see an issue: whoever waits on it, has it as a part, or has a standing fallback that does. Linear."""
    graph = outlook.graph
    columns, judged = graph.columns, graph.judged
    links, stands = outlook.asks, judged.reasons == 0
    parts = np.flatnonzero(columns.issues.parent != NOBODY).astype(np.int32)
    start = [
        columns.waits.blocker[links],
        columns.declarations.ticket[judged.declaration[stands]],
        parts,
    ]
    end = [columns.waits.blocked[links], columns.waits.blocked[judged.link[stands]], columns.issues.parent[parts]]
    seeds = np.zeros(len(columns), dtype=bool)
    seeds[issue] = True
    return reached(seeds, (Adjacency(len(columns), np.concatenate(start), np.concatenate(end)),))
