"""What a rule and a page hold of a graph: an issue, a link, a declared fallback. Views are made on demand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import climb
from rules.columns import NOBODY
from rules.course_view import CourseView, day_of
from rules.model import DateSource, Ref, State
from rules.standing import Reason
from rules.statements import FallbackKind

if TYPE_CHECKING:
    from datetime import date

    from rules.columns import TeamRow
    from rules.graph import Graph
    from rules.model import Need
    from rules.paths import Way
    from rules.statements import Fallback, Said


@dataclass(frozen=True, slots=True)
class IssueView(CourseView):
    """One issue of a graph."""

    @property
    def ref(self) -> Ref:
        """Its address."""
        return self.graph.columns.names.ref(self.row)

    @property
    def title(self) -> str:
        """Its title, untrusted text."""
        return self.graph.columns.names.title(self.row)

    @property
    def url(self) -> str:
        """Where a browser finds it, or ''."""
        return self.graph.columns.names.url(self.row)

    @property
    def team(self) -> TeamRow:
        """Who owns it."""
        return self.graph.columns.teams[int(self.graph.columns.issues.team[self.row])]

    @property
    def container(self) -> str:
        """Its project or repository: ``jira:PAY``."""
        return self.graph.columns.containers[int(self.graph.columns.issues.container[self.row])]

    @property
    def state(self) -> State:
        """Open, or how it ended."""
        return State(int(self.graph.columns.issues.state[self.row]))

    @property
    def read(self) -> bool:
        """Whether it was read itself, and not only named by others."""
        return bool(self.graph.columns.issues.read[self.row])

    @property
    def twin(self) -> int:
        """Equal for issues that were declared duplicates of each other."""
        return int(self.graph.columns.issues.twin[self.row])

    @property
    def ancestors(self) -> list[int]:
        """The rows of its parent, its parent's parent, and so on."""
        rows = np.array([self.row], dtype=np.int32)
        return [int(above[0]) for _, above in climb(self.graph.columns.issues.parent, rows)]

    def open_links(self) -> tuple[LinkView, ...]:
        """What it waits on."""
        return self.graph.open_links_of(self.row)

    @property
    def planned(self) -> bool:
        """Whether the policy calls it planned."""
        return bool(self.graph.planned[self.row])

    @property
    def needed_by(self) -> date | None:
        """When it is needed, if anything tells."""
        return day_of(self.graph.needed_by[self.row])

    @property
    def needed_from(self) -> DateSource:
        """What tells when it is needed."""
        return DateSource(int(self.graph.needed_from[self.row]))

    @property
    def need(self) -> Need:
        """What it says of its own need."""
        return self.graph.columns.names.need(self.row)

    @property
    def assignees(self) -> tuple[str, ...]:
        """The accounts that have it: ``github:@login``, ``jira:ID``."""
        return self.graph.columns.names.assignees(self.row)

    @property
    def labels(self) -> tuple[str, ...]:
        """Its labels, untrusted text."""
        return self.graph.columns.names.labels(self.row)

    @property
    def priority(self) -> str:
        """What its tracker calls its priority, untrusted text; '' where it has none."""
        return self.graph.columns.names.priority(self.row)

    @property
    def begun(self) -> bool:
        """Whether somebody has begun it, or has done it, which is all that is told of one that was not read."""
        return self.started or self.state is State.DONE


@dataclass(frozen=True, slots=True)
class LinkView:
    """One link of a graph: ``blocked`` waits on ``blocker``."""

    graph: Graph
    row: int

    @property
    def blocked(self) -> IssueView:
        """The issue that waits."""
        return IssueView(self.graph, int(self.graph.columns.waits.blocked[self.row]))

    @property
    def blocker(self) -> IssueView:
        """What it waits on."""
        return IssueView(self.graph, int(self.graph.columns.waits.blocker[self.row]))

    @property
    def sources(self) -> tuple[Said, ...]:
        """Who said so."""
        return self.graph.columns.names.sources(self.row)

    @property
    def open(self) -> bool:
        """Whether it is an open link."""
        return bool(self.graph.open[self.row])

    @property
    def crosses(self) -> bool:
        """Whether it leads from one team to another."""
        return bool(self.graph.crosses[self.row])

    @property
    def covered(self) -> bool:
        """Whether a standing fallback covers it."""
        return bool(self.graph.judged.covered[self.row])

    @property
    def fallbacks(self) -> tuple[FallbackView, ...]:
        """Every fallback declared for it, judged."""
        first, last = np.searchsorted(self.graph.judged.link, (self.row, self.row + 1)).tolist()
        return tuple(FallbackView(self.graph, row) for row in range(first, last))


@dataclass(frozen=True, slots=True)
class FallbackView:
    """One declared fallback of one open link, judged. ``row`` is its place among the graph's judged pairs."""

    graph: Graph
    row: int

    @property
    def link(self) -> LinkView:
        """The link that it is for."""
        return LinkView(self.graph, int(self.graph.judged.link[self.row]))

    @property
    def ticket(self) -> IssueView:
        """The ticket that would be done instead."""
        return IssueView(self.graph, int(self.graph.columns.declarations.ticket[self._declaration]))

    @property
    def declared_on(self) -> IssueView:
        """The issue that declares it: the blocked one, or an ancestor of it."""
        return IssueView(self.graph, int(self.graph.columns.declarations.issue[self._declaration]))

    @property
    def said(self) -> Said:
        """Who declared it, and in which words."""
        return self.declared.said

    @property
    def declared(self) -> Fallback:
        """It as it was declared: its kind, its cost."""
        return self.graph.columns.names.declared(self._declaration)

    @property
    def migration(self) -> IssueView | None:
        """The ticket that replaces it once the blocker has come."""
        row = int(self.graph.columns.declarations.migration[self._declaration])
        return None if row == NOBODY else IssueView(self.graph, row)

    @property
    def stands(self) -> bool:
        """Whether it is a real plan B."""
        return not self.reasons

    @property
    def kind(self) -> FallbackKind:
        """What sort of plan B it is."""
        return FallbackKind(int(self.graph.columns.declarations.kind[self._declaration]))

    @property
    def away_until(self) -> date | None:
        """When the away team is to be back."""
        return day_of(self.graph.columns.declarations.until[self._declaration])

    @property
    def reasons(self) -> Reason:
        """Why it does not stand; none where it does."""
        return Reason(int(self.graph.judged.reasons[self.row]))

    @property
    def for_any(self) -> bool:
        """Whether it is declared for whatever blocks its issue, and not for one blocker."""
        return int(self.graph.columns.declarations.blocker[self._declaration]) == NOBODY

    @property
    def beside_standing(self) -> bool:
        """Whether another fallback covers its link, so that this one is harmless."""
        return self.link.covered

    @property
    def owner(self) -> TeamRow:
        """The team that would have to do it: the declaring issue's."""
        return self.declared_on.team

    def leaning(self) -> tuple[tuple[LinkView, ...], IssueView | None]:
        """The links that lead from the ticket to the blocker's team, and the issue of it; none if it does not lean."""
        team = int(self.graph.columns.issues.team[self.link.blocker.row])
        return self._views(self.graph.judged.way_to_team(self.ticket.row, team))

    def leaning_outside(self) -> tuple[tuple[LinkView, ...], IssueView | None]:
        """The uncovered links that lead from the ticket to a third team, and the issue of it."""
        team = self.graph.columns.issues.team
        own, other = int(team[self.declared_on.row]), int(team[self.link.blocker.row])
        return self._views(self.graph.judged.way_outside(self.ticket.row, own, other))

    def _views(self, way: Way | None) -> tuple[tuple[LinkView, ...], IssueView | None]:
        if way is None:
            return (), None
        return tuple(LinkView(self.graph, link) for link in way.links), IssueView(self.graph, way.end)

    @property
    def _declaration(self) -> int:
        return int(self.graph.judged.declaration[self.row])
