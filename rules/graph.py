"""The graph that rules look at: columns inside, views of links and issues outside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from rules.adjacency import Adjacency, climb
from rules.columns import NEVER, NOBODY, Mask
from rules.model import DateSource, PlanSign, Ref, State
from rules.standing import Judged, Reason, judge
from rules.views import Container, FallbackView, IssueView, LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from numpy.typing import NDArray

    from rules.columns import Bytes, Columns, Integers
    from rules.policy import Policy


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

    def undeclared(self) -> Links:
        """Links for which nobody declared a fallback, not even a false one."""
        return self.keep(~self.graph.declared)

    def not_waived(self, code: str, name: str) -> Links:
        """Links without a live waiver for a rule."""
        return self.keep(~self.graph.waived(code, name))

    def planned(self) -> Links:
        """Links whose blocked issue is planned."""
        return Links(self.graph, self.rows[self.graph.planned[self.graph.columns.waits.blocked[self.rows]]])

    def blocker_is(self, *states: State) -> Links:
        """Links whose blocker is in one of the states."""
        state = self.graph.columns.issues.state[self.graph.columns.waits.blocker[self.rows]]
        return Links(self.graph, self.rows[np.isin(state, states)])

    def blocker_is_not(self, *states: State) -> Links:
        """Links whose blocker is in none of the states."""
        state = self.graph.columns.issues.state[self.graph.columns.waits.blocker[self.rows]]
        return Links(self.graph, self.rows[~np.isin(state, states)])

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


class Graph:
    """The dependency model at one moment under one policy.

    ``inside`` marks the issues that are judged (all, if it is not given). The columns must hold what these can see:
    ``rules.neighbourhood`` says what that is. Pure: the same arguments give the same answers.
    """

    def __init__(self, columns: Columns, *, as_of: date, policy: Policy, inside: Mask | None = None) -> None:
        self.columns = columns
        self.as_of = as_of
        self.policy = policy
        self._inside = np.ones(len(columns), dtype=bool) if inside is None else inside
        self._moments: list[int] = []

    @property
    def next_change(self) -> int:
        """The next day (ordinal) on which time alone may change an answer that was asked for; ``NEVER`` if none."""
        return min((moment for moment in self._moments if moment > self.as_of.toordinal()), default=NEVER)

    @cached_property
    def in_scope(self) -> Mask:
        """Issues on which a finding may be made: read, in scope, open."""
        return np.asarray(self.columns.issues.read & (self.columns.issues.state == State.OPEN))

    @cached_property
    def inside(self) -> Mask:
        """The issues that are judged now."""
        return self._inside & self.in_scope

    @cached_property
    def parts(self) -> Adjacency:
        """From each issue to its children."""
        children = np.flatnonzero(self.columns.issues.parent != NOBODY)
        return Adjacency(len(self.columns), self.columns.issues.parent[children], children.astype(np.int32))

    @cached_property
    def open(self) -> Mask:
        """Open links: the blocked issue is open, the blocker is not done, and one is not a part of the other."""
        state, waits = self.columns.issues.state, self.columns.waits
        ends = (state[waits.blocked] == State.OPEN) & (state[waits.blocker] != State.DONE)
        return np.asarray(ends & ~self._hierarchy)

    @cached_property
    def crosses(self) -> Mask:
        """Links between two teams."""
        team, waits = self.columns.issues.team, self.columns.waits
        return np.asarray(team[waits.blocked] != team[waits.blocker])

    @cached_property
    def judged(self) -> Judged:
        """Every declared fallback of every open link, judged."""
        return judge(self.columns, self.open, self.parts)

    @cached_property
    def declared(self) -> Mask:
        """Open links for which a fallback is declared, standing or not."""
        declared = np.zeros(len(self.open), dtype=bool)
        declared[self.judged.link] = True
        return declared

    @cached_property
    def needed_by(self) -> Integers:
        """Each issue's needed-by date: its own, else that of its nearest ancestor with one."""
        return self._dates[0]

    @cached_property
    def needed_from(self) -> Bytes:
        """Where the needed-by date comes from, a ``DateSource``."""
        return self._dates[1]

    @cached_property
    def planned(self) -> Mask:
        """Issues that are planned by the signs that the policy counts."""
        planned = np.asarray((self.columns.issues.signs & self.policy.planned_by.value) != 0)
        dated = self.needed_by != NEVER
        return np.asarray(planned | dated) if PlanSign.NEEDED_BY in self.policy.planned_by else planned

    def waiting(self) -> Links:
        """The open links whose blocked issue is judged now."""
        return Links(self, np.flatnonzero(self.open & self.inside[self.columns.waits.blocked]))

    def in_view(self) -> Links:
        """The open links of every issue in scope, judged now or not: for what one issue's finding means to another."""
        return Links(self, np.flatnonzero(self.open & self.in_scope[self.columns.waits.blocked]))

    def unowned_containers(self) -> Iterator[tuple[Container, int]]:
        """Where teams are configured: each container that none owns, with the number of its judged issues."""
        teams, issues = self.columns.teams, self.columns.issues
        configured = np.array([row.configured for row in teams] or [False])
        rows = np.flatnonzero(self.inside & ~configured[issues.team]) if configured.any() else np.zeros(0, dtype=int)
        for container in np.unique(issues.container[rows]).tolist():
            here = rows[issues.container[rows] == container]
            ref = self.columns.names.ref(int(here[0]))
            yield Container(Ref(ref.site, ref.container)), len(here)

    def tied(self) -> Iterator[tuple[tuple[str, ...], list[IssueView]]]:
        """Teams (slugs) that claim issues with equal right, and those of their issues that are judged, in order."""
        found: defaultdict[tuple[str, ...], list[IssueView]] = defaultdict(list)
        for row, slugs in self.columns.ties:
            if self.inside[row]:
                found[slugs].append(IssueView(self, row))
        for slugs in sorted(found):
            yield slugs, sorted(found[slugs], key=lambda issue: issue.ref)

    def waived(self, code: str, name: str) -> Mask:
        """Links under a live waiver for a rule; a waiver's day of expiry is its last."""
        waits, today = self.columns.waits, self.as_of.toordinal()
        waived = np.zeros(len(waits.blocked), dtype=bool)
        for row in self.columns.waivers:
            waiver = row.waiver
            if waiver.until is None or not waiver.because or waiver.rule not in (None, code, name):
                continue
            self._moments.append(waiver.until.toordinal() + 1)
            if waiver.until.toordinal() >= today:
                waived |= (waits.blocked == row.issue) & ((waits.blocker == row.blocker) | (row.blocker == NOBODY))
        return waived

    def rings(self) -> Iterator[tuple[IssueView, tuple[LinkView, ...]]]:
        """Each ring of open links: the smallest of its issues in scope, if that is judged now, and the ring's links."""
        rows = np.flatnonzero(self.open)
        waits = self.columns.waits
        label, size = self._components(waits.blocked[rows], waits.blocker[rows])
        start, end = label[waits.blocked[rows]], label[waits.blocker[rows]]
        inner = (start == end) & ((size[start] > 1) | (waits.blocked[rows] == waits.blocker[rows]))
        ring_rows, ring = rows[inner], start[inner]
        order = np.argsort(ring, kind="stable")
        for links in np.split(ring_rows[order], np.flatnonzero(np.diff(ring[order])) + 1):
            members = [row for row in np.unique(waits.blocked[links]).tolist() if self.in_scope[row]]
            views = sorted((IssueView(self, row) for row in members), key=lambda view: view.ref)
            if views and self.inside[views[0].row]:
                yield views[0], tuple(LinkView(self, row) for row in links.tolist())

    def _components(self, start: Integers, end: Integers) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
        count = len(self.columns)
        ones = np.ones(len(start), dtype=np.int8)
        _, label = connected_components(coo_array((ones, (start, end)), shape=(count, count)), connection="strong")
        return label, np.bincount(label)

    @cached_property
    def _hierarchy(self) -> Mask:
        """Links between an issue and its own ancestor or descendant."""
        waits, parent = self.columns.waits, self.columns.issues.parent
        found = np.zeros(len(waits.blocked), dtype=bool)
        for below, above in ((waits.blocked, waits.blocker), (waits.blocker, waits.blocked)):
            for position, ancestor in climb(parent, below):
                found[position] |= ancestor == above[position]
        return found

    @cached_property
    def _dates(self) -> tuple[Integers, Bytes]:
        issues = self.columns.issues
        needed_by, needed_from = issues.needed_by.copy(), issues.needed_from.copy()
        without = np.flatnonzero((needed_by == NEVER) & (issues.parent != NOBODY))
        for position, ancestor in climb(issues.parent, without.astype(np.int32)):
            rows = without[position]
            takes = (needed_by[rows] == NEVER) & (issues.needed_by[ancestor] != NEVER)
            needed_by[rows[takes]] = issues.needed_by[ancestor[takes]]
            needed_from[rows[takes]] = DateSource.PARENT
        return needed_by, needed_from
