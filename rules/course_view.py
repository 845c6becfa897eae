"""How an issue has gone so far, as rules and pages ask for it: what the columns of ``rules.course`` tell of one row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from rules.columns import NEVER

if TYPE_CHECKING:
    from rules.graph import Graph


@dataclass(frozen=True, slots=True)
class CourseView:
    """The course of one issue of a graph."""

    graph: Graph
    row: int

    @property
    def started(self) -> bool:
        """Whether somebody has begun it, or has done it."""
        return bool(self.graph.columns.progress.started[self.row])

    @property
    def understood(self) -> bool:
        """Whether the asked team said that it has understood."""
        return bool(self.graph.columns.progress.understood[self.row])

    @property
    def urgency(self) -> int:
        """1 for the most urgent of the policy's priorities; 0 where nothing tells."""
        return int(self.graph.columns.progress.urgency[self.row])

    @property
    def due(self) -> date | None:
        """Its own date."""
        return day_of(self.graph.columns.progress.due[self.row])

    @property
    def planned_before(self) -> date | None:
        """Its own date before that was changed the last time."""
        return day_of(self.graph.columns.progress.planned_before[self.row])

    @property
    def left_plan(self) -> bool:
        """Whether it was planned once, and is no more."""
        return bool(self.graph.columns.progress.left_plan[self.row])

    @property
    def created(self) -> date | None:
        """When it was made."""
        return day_of(self.graph.columns.progress.created[self.row])

    @property
    def moved(self) -> date | None:
        """When people last changed it."""
        return day_of(self.graph.columns.progress.moved[self.row])

    @property
    def closed(self) -> date | None:
        """When it was closed."""
        return day_of(self.graph.columns.progress.closed[self.row])

    @property
    def came(self) -> date | None:
        """When it was seen to become done."""
        return day_of(self.graph.columns.progress.came[self.row])


def day_of(ordinal: int) -> date | None:
    """The day of a column, ``None`` for ``NEVER``."""
    return None if ordinal == NEVER else date.fromordinal(int(ordinal))
