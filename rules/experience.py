"""What the organisation's past tells: how often each team's work came by its date, and what fallbacks cost there.

It is gathered over everything that is known and given to each graph, so that judging a part of the model gives what
judging the whole would give. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER
from rules.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True, slots=True)
class Experience:
    """Records and costs by the slugs of teams."""

    records: Mapping[str, Record] = field(default_factory=lambda: MappingProxyType({}))
    costs: Mapping[str, MedianCost] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def overall(self) -> Record:
        """The record of all teams together."""
        return sum(self.records.values(), Record())


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
