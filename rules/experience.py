"""What the organisation's past tells: how often each team's work came by its date, and what fallbacks cost there.

It is gathered over everything that is known and given to each graph, so that judging a part of the model gives what
judging the whole would give. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping  # noqa: TC003 -- the store decodes by it
from dataclasses import dataclass, field
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER
from rules.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from rules.columns import Columns


@dataclass(frozen=True, slots=True)
class Record:
    """Out of ``dated`` issues that had a date, ``on_time`` were done by it."""

    on_time: int = 0
    dated: int = 0

    def __add__(self, other: Record) -> Record:
        """Both together."""
        return Record(self.on_time + other.on_time, self.dated + other.dated)


@dataclass(frozen=True, slots=True)
class MedianCost:
    """What half of the declared fallbacks cost at most, in working days; ``None`` where none was declared."""

    build: float | None = None
    keep: float | None = None
    """A month."""
    remove: float | None = None


NO_COSTS = MedianCost()
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Dealings:
    """Counts by the slugs of teams.

    They are made over everything that is known, and given to whoever advises on a part of the model.
    """

    links: Mapping[Pair, int] = field(default_factory=dict)
    """Open links by the team that waits and the one that is asked."""
    asking: Mapping[str, int] = field(default_factory=dict)
    """How many teams wait on one."""
    unanswered: Mapping[str, int] = field(default_factory=dict)
    """How many asks of others one has neither begun nor understood."""
    plans: Mapping[str, int] = field(default_factory=dict)
    waiting_plans: Mapping[Pair, int] = field(default_factory=dict)
    """How many plans of the first team wait on the second."""

    def between(self, one: str, other: str) -> int:
        """Open links between two teams, either way."""
        return self.links.get((one, other), 0) + self.links.get((other, one), 0)


@dataclass(frozen=True, slots=True)
class Experience:
    """Records and costs by the slugs of teams; and how they deal with each other, where that was counted.

    ``overall`` is the record of all teams together.
    """

    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    costs: Mapping[str, MedianCost] = field(default_factory=lambda: MappingProxyType({}))
    dealings: Dealings | None = None
    overall: Record = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "overall", sum(self.records.values(), Record()))

    def costs_of(self, slug: str) -> MedianCost:
        """What a team's fallbacks cost; nothing is known of one that declared none."""
        return self.costs.get(slug, NO_COSTS)


def experience_of(columns: Columns, as_of: date) -> Experience:
    """The experience that all these issues make. A date that has passed without the work counts as missed.

    So does work that was dropped: whoever waited for it waited in vain.
    """
    issues, progress = columns.issues, columns.progress
    late = issues.state != State.DONE
    ended = np.isin(issues.state, (State.DONE, State.DROPPED))
    dated = issues.read & (progress.due != NEVER) & (ended | (progress.due < as_of.toordinal()))
    dated &= late | (progress.closed != NEVER)
    on_time = dated & ~late & (progress.closed <= progress.due)
    counts = [np.bincount(issues.team[mask], minlength=len(columns.teams)) for mask in (on_time, dated)]
    records = {
        team.slug: Record(int(good), int(all_)) for team, good, all_ in zip(columns.teams, *counts, strict=True) if all_
    }
    return Experience(MappingProxyType(records), MappingProxyType(_costs(columns)))


def _costs(columns: Columns) -> dict[str, MedianCost]:
    declared: defaultdict[str, list[tuple[float | None, ...]]] = defaultdict(list)
    for row, issue in enumerate(columns.declarations.issue.tolist()):
        cost = columns.names.declared(row).cost
        if cost.build is not None or cost.keep is not None or cost.remove is not None:
            declared[columns.teams[int(columns.issues.team[issue])].slug].append((cost.build, cost.keep, cost.remove))
    return {slug: MedianCost(*(_median(kind) for kind in zip(*costs, strict=True))) for slug, costs in declared.items()}


def _median(found: Iterable[float | None]) -> float | None:
    known = [one for one in found if one is not None]
    return median(known) if known else None
