"""The graph that rules look at: columns inside, views of links and issues outside."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

import numpy as np

from rules.adjacency import Adjacency, climb
from rules.columns import NEVER, NOBODY, Mask
from rules.components import rings
from rules.experience import Experience
from rules.links import Links
from rules.model import DateSource, PlanSign, Ref, State
from rules.standing import Judged, judge
from rules.views import IssueView, LinkView
from rules.waivers import Waivers
from rules.wholes import Container
from rules.workdays import Workdays

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from numpy.typing import NDArray

    from rules.columns import Bytes, Columns, Integers
    from rules.policy import Policy


UNKNOWN = Experience()
"""Nothing has been seen yet."""
Derived = TypeVar("Derived")


class Graph:
    """The dependency model at one moment under one policy.

    ``inside`` marks the issues that are judged (all, if it is not given). The columns must hold what these can see:
    ``rules.neighbourhood`` says what that is. Pure: the same arguments give the same answers.
    """

    def __init__(
        self,
        columns: Columns,
        *,
        as_of: date,
        policy: Policy,
        inside: Mask | None = None,
        experience: Experience = UNKNOWN,
    ) -> None:
        self.columns = columns
        self.as_of = as_of
        self.policy = policy
        self.experience = experience
        self._inside = np.ones(len(columns), dtype=bool) if inside is None else inside
        self._moments: list[int] = []
        self._derived: dict[object, object] = {}

    def derived(self, make: Callable[[Graph], Derived]) -> Derived:
        """What something makes of this graph, made once for all who ask."""
        if make not in self._derived:
            self._derived[make] = make(self)
        return cast("Derived", self._derived[make])

    def forget(self) -> None:
        """Lets go of what was worked out, some of which holds the graph in turn: such rings would stay for long.

        Whoever still asks has it worked out anew.
        """
        self._derived.clear()
        for name in _WORKED_OUT & vars(self).keys():
            delattr(self, name)

    @property
    def next_change(self) -> int:
        """The next day (ordinal) on which time alone may change an answer that was asked for; ``NEVER`` if none."""
        return min((moment for moment in self._moments if moment > self.as_of.toordinal()), default=NEVER)

    def reached(self, day: date) -> bool:
        """Whether a day has come; if not, it is a day on which a verdict may change."""
        if day <= self.as_of:
            return True
        self._moments.append(day.toordinal())
        return False

    def past(self, column: Integers, days: int) -> Mask:
        """Issues whose day in a column lies at least so many days back; ``NEVER`` does not.

        The next day on which that holds for another one is a day on which a verdict may change.
        """
        ends, today = column + days, self.as_of.toordinal()
        known = column != NEVER
        if (coming := ends[known & (ends > today)]).size:
            self._moments.append(int(coming.min()))
        return np.asarray(known & (ends <= today))

    @cached_property
    def workdays(self) -> Workdays:
        """The organisation's working days."""
        return Workdays(self.policy.holidays)

    @cached_property
    def in_scope(self) -> Mask:
        """Issues on which a finding may be made: read, in scope, open."""
        return np.asarray(self.columns.issues.read & (self.columns.issues.state == State.OPEN))

    @cached_property
    def inside(self) -> Mask:
        """The issues that are judged now."""
        return self._inside & self.in_scope

    @property
    def judged_now(self) -> Mask:
        """The issues that are judged now, closed ones among them, of which only reports speak."""
        return self._inside

    @cached_property
    def parts(self) -> Adjacency:
        """From each issue to its children."""
        children = np.flatnonzero(self.columns.issues.parent != NOBODY)
        return Adjacency(len(self.columns), self.columns.issues.parent[children], children.astype(np.int32))

    @cached_property
    def links_by_issue(self) -> Adjacency:
        """From each issue to what it waits on, by its open links."""
        rows, waits = self._open_rows, self.columns.waits
        return Adjacency(len(self.columns), waits.blocked[rows], waits.blocker[rows], rows)

    @cached_property
    def open(self) -> Mask:
        """Open links: the blocked issue is open, the blocker is not done, and one is not a part of the other."""
        state, waits = self.columns.issues.state, self.columns.waits
        found = np.asarray((state[waits.blocked] == State.OPEN) & (state[waits.blocker] != State.DONE))
        rows = np.flatnonzero(found)
        found[rows[self._hierarchy(rows)]] = False
        return found

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
        return self._waiting

    def open_links_of(self, issue: int) -> tuple[LinkView, ...]:
        """The open links of one issue, in their order."""
        return tuple(LinkView(self, row) for row in self.links_by_issue.rows_of(issue))

    def every_open(self) -> Links:
        """The open links of all issues, in scope or not: what a chain of them may lead through."""
        return Links(self, self._open_rows)

    def ever(self) -> Links:
        """All links of all issues, those too that are over: what somebody prepared for may outlive its link."""
        rows = np.arange(len(self.open))
        return Links(self, rows[~self._hierarchy(rows)])

    def over(self, issues: Mask) -> Links:
        """The links of some issues that are over, for their blocker is done."""
        state, waits = self.columns.issues.state, self.columns.waits
        rows = np.flatnonzero(issues[waits.blocked] & (state[waits.blocker] == State.DONE))
        return Links(self, rows[~self._hierarchy(rows)])

    def in_view(self) -> Links:
        """The open links of every issue in scope, judged now or not: for what one issue's finding means to another."""
        return Links(self, self._open_rows[self.in_scope[self.columns.waits.blocked[self._open_rows]]])

    def unowned_containers(self) -> Iterator[tuple[Container, int]]:
        """Where teams are configured: each container that none owns, with the number of its judged issues."""
        teams, issues = self.columns.teams, self.columns.issues
        configured = np.array([row.configured for row in teams] or [False])
        rows = np.flatnonzero(self.inside & ~configured[issues.team]) if configured.any() else np.zeros(0, dtype=int)
        _, first, counts = np.unique(issues.container[rows], return_index=True, return_counts=True)
        for row, count in zip(rows[first].tolist(), counts.tolist(), strict=True):
            ref = self.columns.names.ref(row)
            yield Container(Ref(ref.site, ref.container)), count

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
        return self.waivers.in_force(code, name)

    @cached_property
    def waivers(self) -> Waivers:
        """Every "we accept the risk"."""
        return Waivers(self)

    def rings(self) -> Iterator[tuple[IssueView, tuple[LinkView, ...]]]:
        """Each ring of open links: the smallest of its issues in scope, if that is judged now, and the ring's links."""
        waits = self.columns.waits
        rows, start, end = self._passed_through()
        label, size = _components(start, end)
        inner = (label[start] == label[end]) & ((size[label[start]] > 1) | (start == end))
        ring_rows, ring = rows[inner], label[start[inner]]
        order = np.argsort(ring, kind="stable")
        found = []
        for links in np.split(ring_rows[order], np.flatnonzero(np.diff(ring[order])) + 1):
            members = [IssueView(self, row) for row in np.unique(waits.blocked[links]).tolist() if self.in_scope[row]]
            first = min(members, key=lambda member: member.ref, default=None)
            if first is not None and self.inside[first.row]:
                found.append((first, tuple(LinkView(self, row) for row in links.tolist())))
        yield from sorted(found, key=lambda ring: ring[0].ref)

    def _passed_through(self) -> tuple[NDArray[np.intp], Integers, Integers]:
        """The open links between issues that both wait and are waited on, and their ends in a numbering of these.

        Only these can lie on a ring, and they are few.
        """
        rows, waits = self._open_rows, self.columns.waits
        waiting, waited_on = np.zeros((2, len(self.columns)), dtype=bool)
        waiting[waits.blocked[rows]] = waited_on[waits.blocker[rows]] = True
        passed = waiting & waited_on
        rows = rows[passed[waits.blocked[rows]] & passed[waits.blocker[rows]]]
        position = np.cumsum(passed, dtype=np.int32) - 1
        return rows, position[waits.blocked[rows]], position[waits.blocker[rows]]

    @cached_property
    def _waiting(self) -> Links:
        return Links(self, self._open_rows[self.inside[self.columns.waits.blocked[self._open_rows]]])

    @cached_property
    def _open_rows(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.open)

    def _hierarchy(self, rows: NDArray[np.intp]) -> Mask:
        """Which of the links lie between an issue and its own ancestor or descendant."""
        blocked, blocker = self.columns.waits.blocked[rows], self.columns.waits.blocker[rows]
        found = np.zeros(len(rows), dtype=bool)
        for below, above in ((blocked, blocker), (blocker, blocked)):
            for position, ancestor in climb(self.columns.issues.parent, below):
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


_WORKED_OUT = frozenset(name for name, value in vars(Graph).items() if isinstance(value, cached_property))


def _components(start: Integers, end: Integers) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """The strongly connected component of each node, and how many nodes each has."""
    count = int(max(start.max(initial=-1), end.max(initial=-1))) + 1
    label = rings(count, start, end)
    return label, np.bincount(label)
