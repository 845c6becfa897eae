"""How issues have gone so far, as columns: their urgency, what was begun, and their days."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER, Progress
from rules.model import History, PlanSign, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date, datetime

    from rules.columns import Integers
    from rules.model import Issue
    from rules.policy import Policy
    from rules.register import Entry

_PRIORITY = re.compile(r"(?:priority|prio)[\s:/_-]*+|[\s:/_-]*+(?:priority|prio)\Z")
"""What labels put around a priority: ``priority: high``, ``high-priority``."""


def progress_of(entries: Sequence[Entry], understood: Collection[int], policy: Policy) -> Progress:
    """The columns of all entries; ``understood`` are the rows whose team has understood what it is asked for."""
    issues = [entry.issue for entry in entries]
    unseen = History()
    told = [unseen if entry.facts is None else entry.facts.history for entry in entries]
    urgency = _Urgency(policy)
    return Progress(
        urgency=np.array([0 if one is None else urgency.of(one) for one in issues], dtype=np.int8),
        started=np.array([one is not None and is_started(one, policy) for one in issues], dtype=bool),
        understood=np.array([row in understood for row in range(len(entries))], dtype=bool),
        created=_days(None if one is None else _day(one.created) for one in issues),
        moved=_days(None if one is None else _day(one.moved) for one in issues),
        closed=_days(None if one is None else _day(one.closed) for one in issues),
        due=_days(None if one is None else one.needed_by for one in issues),
        planned_before=_days(one.planned_before for one in told),
        left_plan=np.array([one.left_plan for one in told], dtype=bool),
        came=_days(one.came for one in told),
    )


def is_started(issue: Issue, policy: Policy) -> bool:
    """Whether somebody has begun an issue, or has done it.

    Jira tells by the status. GitHub has none: there a label of the policy does, or that it is assigned to somebody.
    """
    if issue.state is State.DONE or issue.signs & PlanSign.IN_PROGRESS:
        return True
    if not policy.started_labels.isdisjoint({label.casefold() for label in issue.labels}):
        return True
    return issue.ref.tracker == "github" and bool(issue.assignees)


class _Urgency:
    """Ranks priorities as the policy does."""

    def __init__(self, policy: Policy) -> None:
        self._ranks = {word: rank for rank, words in enumerate(policy.priorities, start=1) for word in words}

    def of(self, issue: Issue) -> int:
        """1 for the most urgent, 0 where nothing tells. A priority counts before labels, of these the most urgent."""
        if rank := self._ranks.get(issue.priority.casefold(), 0):
            return rank
        return min((rank for label in issue.labels if (rank := self._labelled(label.casefold()))), default=0)

    def _labelled(self, label: str) -> int:
        return self._ranks.get(_PRIORITY.sub("", label), 0) if label not in self._ranks else self._ranks[label]


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def _days(found: Iterable[date | None]) -> Integers:
    return np.array([NEVER if day is None else day.toordinal() for day in found], dtype=np.int32)
