"""Declared fallbacks as promises for later: hacks to be replaced, away teams to come back. Links need not be open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.model import FallbackKind, State
from rules.views import IssueView

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rules.columns import Mask
    from rules.graph import Graph
    from rules.model import Fallback


@dataclass(frozen=True, slots=True)
class Promise:
    """One declaration of a fallback, whatever became of its link."""

    graph: Graph
    row: int

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
    def declared(self) -> Fallback:
        """It as it was declared."""
        return self.graph.columns.names.declared(self.row)

    def blockers(self) -> list[IssueView]:
        """What it is for: the blocker that it names, else all that its issue waits on or waited on."""
        columns = self.graph.columns
        named = int(columns.declarations.blocker[self.row])
        rows = [named] if named != NOBODY else columns.waits.blocker[columns.waits.blocked == self.issue.row].tolist()
        return sorted((IssueView(self.graph, row) for row in rows), key=lambda one: one.ref)

    @property
    def home(self) -> IssueView:
        """Where findings on it belong: the open ticket that replaces it, else the issue that declares it."""
        migration = self.migration
        if migration is not None and self.graph.in_scope[migration.row]:
            return migration
        return self.issue


def promises(graph: Graph, kinds: Collection[FallbackKind]) -> Iterator[Promise]:
    """The declarations of some kinds whose home is judged now; that of a closed issue too, if it was read."""
    declarations, issues = graph.columns.declarations, graph.columns.issues
    judged: Mask = graph.judged_now & issues.read
    for row in np.flatnonzero(np.isin(declarations.kind, [kind.value for kind in kinds])).tolist():
        promise = Promise(graph, row)
        if judged[promise.home.row] and promise.home.state in (State.OPEN, State.DONE):
            yield promise
