"""What a made-up organisation looks like: its size, its habits, and how good its plans B are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.standing import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping


class Plan(IntEnum):
    """What sort of plan B a link gets; each is drawn so that it stands, or is false for one reason."""

    GOOD = 0
    GENERAL = 1
    """Declared for whatever blocks the issue."""
    BY_PARENT = 2
    """Declared on the waiting issue's parent."""
    FINISHED = 3
    COVERED = 4
    """Waits on a third team, and has a fallback of its own against that."""
    LEANS_ON_BLOCKER = 5
    LEANS_OUTSIDE = 6
    OWNED_ELSEWHERE = 7
    DROPPED = 8
    UNKNOWN = 9
    """Named, but nowhere to be read."""
    THE_PROBLEM = 10
    RING = 11
    """Two tickets that wait on third teams, each of which is the other's fallback."""


FALSE_PLANS = MappingProxyType(
    {
        Plan.LEANS_ON_BLOCKER: Reason.LEANS_ON_BLOCKER,
        Plan.LEANS_OUTSIDE: Reason.LEANS_OUTSIDE,
        Plan.OWNED_ELSEWHERE: Reason.OWNED_ELSEWHERE,
        Plan.DROPPED: Reason.DROPPED,
        Plan.UNKNOWN: Reason.DROPPED,
        Plan.THE_PROBLEM: Reason.IS_THE_PROBLEM,
        Plan.RING: Reason.RING,
    }
)
"""The plans that do not stand, and why."""

TICKETS = MappingProxyType(dict.fromkeys(Plan, 1) | {Plan.COVERED: 2, Plan.RING: 2, Plan.THE_PROBLEM: 0})
"""How many tickets of its own each plan needs."""

ASKS = MappingProxyType({Plan.COVERED: 1, Plan.LEANS_ON_BLOCKER: 1, Plan.LEANS_OUTSIDE: 1, Plan.RING: 2})
"""How many links the tickets of each plan add."""

USUAL_PLANS = MappingProxyType(
    {
        Plan.GOOD: 0.020,
        Plan.GENERAL: 0.005,
        Plan.BY_PARENT: 0.002,
        Plan.FINISHED: 0.003,
        Plan.COVERED: 0.003,
        Plan.LEANS_ON_BLOCKER: 0.004,
        Plan.LEANS_OUTSIDE: 0.004,
        Plan.OWNED_ELSEWHERE: 0.003,
        Plan.DROPPED: 0.002,
        Plan.UNKNOWN: 0.001,
        Plan.THE_PROBLEM: 0.002,
        Plan.RING: 0.0002,
    }
)


@dataclass(frozen=True, kw_only=True)
class Shape:
    """The parameters of an organisation. What is a share is one of all issues, unless it says otherwise.

    A share above nothing makes at least one, so that a small organisation has some of everything.
    """

    issues: int = 1_000
    links_per_issue: float = 1.46
    teams: int = 12
    uneven: float = 0.0
    """How steeply the number of issues falls from the largest team to the smallest: like its rank to the minus that."""
    configured: int = 0
    """How many of the teams are configured; with none, containers are teams."""
    seed: int = 0
    open: float = 0.40
    dropped: float = 0.05
    planned: float = 0.35
    """Share of the open issues that are planned."""
    across: float = 0.40
    """Share of the links that lead to another team."""
    skew: float = 0.8
    """How steeply the number of waiters falls from the most wanted ticket: like its rank to the minus ``skew``."""
    by_text: float = 0.10
    """Share of the links that are only written down."""
    epics: float = 0.02
    stories: float = 0.08
    subtasks: float = 0.02
    rings: float = 0.0005
    duplicates: float = 0.002
    """Links that were made to a ticket which was then closed as a duplicate of the blocker."""
    unknown: float = 0.002
    """Blockers that are named, but nowhere to be read."""
    waivers: float = 0.001
    """Half of them have expired."""
    plans: Mapping[Plan, float] = field(default_factory=lambda: USUAL_PLANS)

    @property
    def links(self) -> int:
        """How many links there are."""
        return round(self.issues * self.links_per_issue)

    def count(self, share: float) -> int:
        """How many issues a share is."""
        return max(1, round(self.issues * share)) if share else 0
