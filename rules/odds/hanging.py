"""Which plans hang on an issue: those that do not ship if it does not come, however far above it they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.adjacency import Adjacency
from rules.columns import NOBODY

if TYPE_CHECKING:
    from rules.odds.outlook import Outlook

FARTHEST = 1_000
"""So many issues above one are looked at; of what that leaves out plans are not counted."""


class Hanging:
    """Who needs what: by open links without a fallback that stands, and as a part of something larger. Pure."""

    def __init__(self, outlook: Outlook) -> None:
        graph = outlook.graph
        waits, rows = graph.columns.waits, graph.in_view().uncovered().rows
        count = len(graph.columns)
        self._plan_of = outlook.plan_of
        self._waiting = Adjacency(count, waits.blocker[rows], waits.blocked[rows])
        self._parent = graph.columns.issues.parent

    def plans(self, issue: int) -> set[int]:
        """The plans (rows) that hang on an issue (row), itself not among them."""
        found = {issue}
        at = [issue]
        while at and len(found) < FARTHEST:
            further = [one for one in self._above(at.pop()) if one not in found]
            found.update(further)
            at.extend(further)
        return {plan for one in found if (plan := int(self._plan_of[one])) != NOBODY} - {
            issue,
            int(self._plan_of[issue]),
        }

    def _above(self, issue: int) -> list[int]:
        parent = int(self._parent[issue])
        return [*self._waiting.ends_of(issue), *([parent] if parent != NOBODY else [])]
