"""Declared fallbacks as promises for later: hacks to be replaced, away teams to come back. Links need not be open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.model import State
from rules.standing import pairs
from rules.views import IssueView, LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.columns import Mask
    from rules.graph import Graph
    from rules.links import Links

SPEAKABLE = frozenset({State.OPEN, State.DONE, State.DROPPED})
"""States in which an issue is there to be told something, if only in reports."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One declaration of a fallback, and the links that it is for, whatever became of them."""

    graph: Graph
    row: int
    links: tuple[LinkView, ...]

    @property
    def issue(self) -> IssueView:
        """Who declares it."""
        return IssueView(self.graph, int(self.graph.columns.declarations.issue[self.row]))

    @property
    def ticket(self) -> IssueView:
        """The fallback."""
        return IssueView(self.graph, int(self.graph.columns.declarations.ticket[self.row]))

    @property
    def migration(self) -> IssueView | None:
        """What replaces it."""
        row = int(self.graph.columns.declarations.migration[self.row])
        return None if row == NOBODY else IssueView(self.graph, row)

    @property
    def home(self) -> IssueView:
        """Where findings on it belong: the open ticket that replaces it, else the issue that declares it."""
        migration = self.migration
        if migration is not None and self.graph.in_scope[migration.row]:
            return migration
        return self.issue

    @property
    def has_come(self) -> bool:
        """Whether all that it stands in for is done."""
        return all(link.blocker.state is State.DONE for link in self.links)


def promises(links: Links, declared: Mask) -> Iterator[Promise]:
    """Those of some declarations that are for any of the links, and whose home is judged now, if it was read."""
    graph, found = links.graph, defaultdict[int, list[LinkView]](list)
    chosen = np.zeros(len(graph.open), dtype=bool)
    chosen[links.rows] = True
    link, declaration = pairs(graph.columns, chosen)
    kept = (declared & _has_home(graph))[declaration]
    for one, row in zip(link[kept].tolist(), declaration[kept].tolist(), strict=True):
        found[row].append(LinkView(graph, one))
    return (Promise(graph, row, tuple(found[row])) for row in sorted(found))


def _has_home(graph: Graph) -> Mask:
    """The declarations of which something can be said now: ``Promise.home`` is judged, and was read."""
    issues, said = graph.columns.issues, graph.columns.declarations
    home = np.where((said.migration != NOBODY) & graph.in_scope[said.migration], said.migration, said.issue)
    judged = graph.judged_now & issues.read & np.isin(issues.state, list(SPEAKABLE))
    return np.asarray(judged[home])
