"""Which declared fallbacks stand: the least fixed point of the rulebook's section 2, with the reasons of the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import Adjacency, climb
from rules.columns import NEVER, NOBODY, Mask
from rules.exposure import Exposure
from rules.model import FallbackKind, State
from rules.paths import Surroundings, Way

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from rules.columns import Columns, Integers


class Reason(IntFlag):
    """Why a fallback does not stand, each the matter of one rule."""

    NONE = 0
    LEANS_ON_BLOCKER = 1
    LEANS_OUTSIDE = 2
    OWNED_ELSEWHERE = 4
    DROPPED = 8
    IS_THE_PROBLEM = 16
    RING = 32
    """Stands only if it is assumed to stand: a ring of fallbacks that lean on each other."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Each open link with each fallback that is declared for it, and what became of it.

    ``link``, ``declaration`` and ``reasons`` are parallel; a pair without reasons stands. ``covered`` is per link of
    the columns. ``around`` answers for the ways that the reasons stand on.
    """

    link: NDArray[np.intp]
    declaration: NDArray[np.intp]
    reasons: NDArray[np.int8]
    covered: Mask
    around: Surroundings

    def way_to_team(self, ticket: int, team: int) -> Way | None:
        """The shortest way over open links from a ticket to an issue of a team."""
        return self.around.way(ticket, ends=lambda _, at: self.around.team[at] == team, enters=lambda _link, _at: True)

    def way_outside(self, ticket: int, waiting: int, blockers: int) -> Way | None:
        """The shortest way over uncovered links, through the waiting team's issues, to a third team's issue."""
        team, covered = self.around.team, self.covered
        return self.around.way(
            ticket,
            ends=lambda link, at: not covered[link] and team[at] not in (waiting, blockers),
            enters=lambda link, at: not covered[link] and bool(team[at] == waiting),
        )


def judge(columns: Columns, waiting: Mask, parts: Adjacency) -> Judged:
    """Judges every declared fallback of every waiting link. Pure; nearly linear in the surroundings of fallbacks."""
    link, declaration = _pairs(columns, waiting)
    ticket = columns.declarations.ticket[declaration]
    waits = columns.waits
    rows = np.flatnonzero(waiting)
    out = Adjacency(len(columns), waits.blocked[rows], waits.blocker[rows], rows)
    reasons = _of_the_ticket_itself(columns, link, declaration)
    leaning = (reasons & (Reason.DROPPED | Reason.IS_THE_PROBLEM) == 0) & (columns.issues.state[ticket] == State.OPEN)
    leaning &= out.has(ticket) | parts.has(ticket)
    around = Surroundings(out, parts, columns.issues.team, np.unique(ticket[leaning]))
    contest = _Contest(columns, link, declaration, reasons, around)
    contest.settle(np.flatnonzero(leaning))
    covered = np.zeros(len(waits.blocked), dtype=bool)
    covered[link[reasons == 0]] = True
    judged = Judged(link, declaration, reasons, covered, around)
    contest.blame_outsiders(judged)
    return judged


def _pairs(columns: Columns, waiting: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each waiting link with each declaration for it: the issue's own, and its ancestors' for that blocker."""
    waits, said = columns.waits, columns.declarations
    rows = np.flatnonzero(waiting)
    blocked, blocker = waits.blocked[rows], waits.blocker[rows]
    general, particular = (np.flatnonzero(chosen) for chosen in (said.blocker == NOBODY, said.blocker != NOBODY))
    found = [_join(blocked, rows, said.issue[general], general)]
    if len(particular):
        keys = said.issue[particular].astype(np.int64) * len(columns) + said.blocker[particular]
        found.append(_join(blocked.astype(np.int64) * len(columns) + blocker, rows, keys, particular))
        for position, ancestor in climb(columns.issues.parent, blocked):
            wanted = ancestor.astype(np.int64) * len(columns) + blocker[position]
            found.append(_join(wanted, rows[position], keys, particular))
    link, declaration = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((declaration, link))
    return link[order], declaration[order]


def _join(
    left: NDArray[np.integer], left_rows: NDArray[np.intp], right: NDArray[np.integer], right_rows: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """All pairs of rows whose keys are equal."""
    order = np.argsort(right, kind="stable")
    ordered = right[order]
    first, last = np.searchsorted(ordered, left, "left"), np.searchsorted(ordered, left, "right")
    counts = last - first
    position = np.repeat(np.arange(len(left)), counts)
    within = np.arange(len(position)) - np.repeat(np.cumsum(counts) - counts, counts)
    return left_rows[position], right_rows[order[first[position] + within]]


def _of_the_ticket_itself(columns: Columns, link: NDArray[np.intp], declaration: NDArray[np.intp]) -> NDArray[np.int8]:
    """The reasons that need no walk: what the ticket is, in what state, and whose."""
    issues, said = columns.issues, columns.declarations
    ticket = said.ticket[declaration]
    state = issues.state[ticket]
    problem = _is_the_problem(columns, link, ticket)
    lost = (state != State.OPEN) & (state != State.DONE)
    elsewhere = (state == State.OPEN) & ~_owned_by_waiting_team(columns, link, declaration)
    reasons = np.where(elsewhere, Reason.OWNED_ELSEWHERE, Reason.NONE)
    return np.select([problem, lost], [Reason.IS_THE_PROBLEM, Reason.DROPPED], reasons).astype(np.int8)


def _is_the_problem(columns: Columns, link: NDArray[np.intp], ticket: Integers) -> Mask:
    """The blocked issue, the blocker, a duplicate or an ancestor of either."""
    twin, parent, waits = columns.issues.twin, columns.issues.parent, columns.waits
    problem = np.zeros(len(link), dtype=bool)
    for end in (waits.blocked[link], waits.blocker[link]):
        problem |= twin[ticket] == twin[end]
        for position, ancestor in climb(parent, end):
            problem[position] |= ancestor == ticket[position]
    return problem


def _owned_by_waiting_team(columns: Columns, link: NDArray[np.intp], declaration: NDArray[np.intp]) -> Mask:
    """Owned by the declaring issue's team; by nobody, away from the blocker's container; or sent as an away team."""
    issues, said = columns.issues, columns.declarations
    ticket, team = said.ticket[declaration], issues.team[said.issue[declaration]]
    configured = np.array([row.configured for row in columns.teams] or [False])
    blocker = columns.waits.blocker[link]
    nobodys = configured.any() & ~configured[issues.team[ticket]]
    nobodys &= issues.container[ticket] != issues.container[blocker]
    sent = np.isin(ticket.astype(np.int64) * len(columns.teams) + team, columns.assigned)
    ends = (said.until[declaration] != NEVER) | (issues.needed_by[ticket] != NEVER)
    away = (said.kind[declaration] == FallbackKind.AWAY_TEAM) & sent & ends
    return np.asarray((issues.team[ticket] == team) | nobodys | away)


class _Contest:
    """The pairs whose tickets have open links of their own, settled by fixed points."""

    def __init__(
        self,
        columns: Columns,
        link: NDArray[np.intp],
        declaration: NDArray[np.intp],
        reasons: NDArray[np.int8],
        around: Surroundings,
    ) -> None:
        said, team = columns.declarations, columns.issues.team
        self.link, self.reasons, self.around = link, reasons, around
        self.ticket = said.ticket[declaration]
        self.waiting = team[said.issue[declaration]]
        self.blockers = team[columns.waits.blocker[link]]
        self.behind = around.teams_behind()
        self.places: dict[int, tuple[int, int]] = {}

    def settle(self, leaning: NDArray[np.intp]) -> None:
        """Gives the leaning pairs their reasons; what stays without one stands."""
        for pair in leaning.tolist():
            behind = self.behind[int(self.ticket[pair])]
            if behind >> int(self.blockers[pair]) & 1:
                self.reasons[pair] |= Reason.LEANS_ON_BLOCKER
            if behind & ~(1 << int(self.waiting[pair])):
                self.places[pair] = (int(self.ticket[pair]), int(self.waiting[pair]))
        contenders = [pair for pair in self.places if not self.reasons[pair]]
        certain = self._standing_but(contenders)
        least = self._least(contenders, certain)
        greatest = self._greatest(contenders, certain)
        for pair in contenders:
            if pair not in least:
                self.reasons[pair] |= Reason.RING if pair in greatest else Reason.LEANS_OUTSIDE

    def blame_outsiders(self, judged: Judged) -> None:
        """Adds ``LEANS_OUTSIDE`` to pairs that are false for another reason already and lean on a third team too."""
        for pair, (ticket, waiting) in self.places.items():
            if self.reasons[pair] & (Reason.LEANS_ON_BLOCKER | Reason.OWNED_ELSEWHERE) and judged.way_outside(
                ticket, waiting, int(self.blockers[pair])
            ):
                self.reasons[pair] |= Reason.LEANS_OUTSIDE

    def _standing_but(self, contenders: list[int]) -> set[int]:
        """The links covered by pairs that are not contested."""
        stands = self.reasons == 0
        stands[contenders] = False
        return set(self.link[stands].tolist())

    def _least(self, contenders: list[int], certain: set[int]) -> set[int]:
        """Pairs that stand when none is assumed to: each new one covers its link, which may free others."""
        exposure = Exposure(self.around, self._roots(contenders), certain)
        at_place = self._by_place(contenders)
        standing: set[int] = set()
        ready = [pair for pair in contenders if not exposure.exposed(*self.places[pair])]
        while ready:
            pair = ready.pop()
            standing.add(pair)
            freed = exposure.cover(int(self.link[pair]))
            ready.extend(other for place in freed for other in at_place.get(place, ()))
        return standing

    def _greatest(self, contenders: list[int], certain: set[int]) -> set[int]:
        """Pairs that stand when all are assumed to: each that falls uncovers its link, which may expose others."""
        support: defaultdict[int, int] = defaultdict(int)
        for pair in contenders:
            support[int(self.link[pair])] += 1
        exposure = Exposure(self.around, self._roots(contenders), certain | set(support))
        at_place = self._by_place(contenders)
        fallen: set[int] = set()
        falling = [pair for pair in contenders if exposure.exposed(*self.places[pair])]
        while falling:
            pair, link = (falling[-1], int(self.link[falling.pop()]))
            fallen.add(pair)
            support[link] -= 1
            if not support[link] and link not in certain:
                falling.extend(other for at in exposure.uncover(link) for other in at_place.get(at, ()))
        return set(contenders) - fallen

    def _roots(self, contenders: Iterable[int]) -> list[tuple[int, int]]:
        return list(dict.fromkeys(self.places[pair] for pair in contenders))

    def _by_place(self, contenders: Iterable[int]) -> dict[tuple[int, int], list[int]]:
        found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for pair in contenders:
            found[self.places[pair]].append(pair)
        return found
