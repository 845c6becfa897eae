"""Selections of a graph's links, as rules narrow them down: columns inside, views outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.views import FallbackView, LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Integers, Mask
    from rules.graph import Graph
    from rules.model import State
    from rules.standing import Reason


@dataclass(frozen=True, slots=True)
class Links:
    """An immutable selection of links: a graph and the rows that are left. Each narrowing is one pass over columns."""

    graph: Graph
    rows: NDArray[np.intp]

    def keep(self, mask: Mask) -> Links:
        """Those links where the mask, one value a link of the graph, is true."""
        return Links(self.graph, self.rows[mask[self.rows]])

    def across_teams(self) -> Links:
        """Links whose two issues belong to different teams."""
        return self.keep(self.graph.crosses)

    def uncovered(self) -> Links:
        """Links without a standing fallback."""
        return self.keep(~self.graph.judged.covered)

    def covered(self) -> Links:
        """Links with a standing fallback."""
        return self.keep(self.graph.judged.covered)

    def undeclared(self) -> Links:
        """Links for which nobody declared a fallback, not even a false one."""
        return self.keep(~self.graph.declared)

    def not_waived(self, code: str, name: str) -> Links:
        """Links without a live waiver for a rule."""
        return self.keep(~self.graph.waived(code, name))

    def planned(self) -> Links:
        """Links whose blocked issue is planned."""
        return Links(self.graph, self.rows[self.graph.planned[self.graph.columns.waits.blocked[self.rows]]])

    def unplanned(self) -> Links:
        """Links whose blocked issue is not planned."""
        return Links(self.graph, self.rows[~self.graph.planned[self.graph.columns.waits.blocked[self.rows]]])

    def blocker_is(self, *states: State) -> Links:
        """Links whose blocker is in one of the states."""
        state = self.graph.columns.issues.state[self.graph.columns.waits.blocker[self.rows]]
        return Links(self.graph, self.rows[np.isin(state, states)])

    def blocker_is_not(self, *states: State) -> Links:
        """Links whose blocker is in none of the states."""
        state = self.graph.columns.issues.state[self.graph.columns.waits.blocker[self.rows]]
        return Links(self.graph, self.rows[~np.isin(state, states)])

    def blocker_idle(self, days: int) -> Links:
        """Links whose blocker nobody has changed for so many days."""
        return self.keep(self.graph.past(self.graph.columns.progress.moved, days)[self.graph.columns.waits.blocker])

    def past(self, column: Integers, days: int) -> Links:
        """Links whose day in a column, one value a link, lies at least so many days back."""
        return Links(self.graph, self.rows[self.graph.past(column[self.rows], days)])

    def fallbacks(self, reasons: Reason) -> Iterator[FallbackView]:
        """The fallbacks declared for these links that are false for one of the reasons."""
        chosen = np.zeros(len(self.graph.open), dtype=bool)
        chosen[self.rows] = True
        judged = self.graph.judged
        rows = np.flatnonzero(chosen[judged.link] & (judged.reasons & reasons.value != 0))
        return (FallbackView(self.graph, row) for row in rows.tolist())

    def __iter__(self) -> Iterator[LinkView]:
        """The links, one view each."""
        return (LinkView(self.graph, row) for row in self.rows.tolist())

    def __len__(self) -> int:
        """How many links are left."""
        return len(self.rows)
