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
    kept = declared[declaration]
    for one, row in zip(link[kept].tolist(), declaration[kept].tolist(), strict=True):
        found[row].append(LinkView(graph, one))
    judged = graph.judged_now & graph.columns.issues.read
    for row in sorted(found):
        promise = Promise(graph, row, tuple(found[row]))
        if judged[promise.home.row] and promise.home.state in SPEAKABLE:
            yield promise
