"""Which declared fallbacks stand: the least fixed point of the rulebook's section 2, with the reasons of the others."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from enum import IntFlag
from typing import TYPE_CHECKING

import numpy as np

from rules.adjacency import Adjacency, climb
from rules.columns import NEVER, NOBODY, Mask
from rules.exposure import Exposure
from rules.model import State
from rules.paths import Surroundings, Way
from rules.statements import FallbackKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
            enters=lambda link, at: not covered[link] and team[at] == waiting,
        )


def judge(columns: Columns, waiting: Mask, parts: Adjacency) -> Judged:
    """Judges every declared fallback of every waiting link. Pure; nearly linear in the surroundings of fallbacks."""
    link, declaration = pairs(columns, waiting)
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


def pairs(columns: Columns, chosen: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Each chosen link with each declaration for it: the issue's own, and its ancestors' for that blocker."""
    waits, said = columns.waits, columns.declarations
    general, particular = (np.flatnonzero(chosen) for chosen in (said.blocker == NOBODY, said.blocker != NOBODY))
    own, *inherited = _declaring(columns, np.flatnonzero(chosen))
    found = [_join(own[1], own[0], said.issue[general], general)]
    keys = said.issue[particular].astype(np.int64) * len(columns) + said.blocker[particular]
    for link, issue in (own, *inherited):
        wanted = issue.astype(np.int64) * len(columns) + waits.blocker[link]
        found.append(_join(wanted, link, keys, particular))
    link, declaration = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((declaration, link))
    return link[order], declaration[order]


def _declaring(columns: Columns, rows: NDArray[np.intp]) -> Iterator[tuple[NDArray[np.intp], Integers]]:
    """The links whose blocked issue declares fallbacks, with the issue; then those whose parent does, and so on."""
    declares = np.zeros(len(columns), dtype=bool)
    declares[columns.declarations.issue] = True
    blocked = columns.waits.blocked[rows]
    yield rows[declares[blocked]], blocked[declares[blocked]]
    for position, ancestor in climb(columns.issues.parent, blocked):
        yield rows[position[declares[ancestor]]], ancestor[declares[ancestor]]


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
        on_blocker = []
        for pair, ticket, own, theirs in self._rows(leaning):
            behind = self.behind[ticket]
            if behind >> theirs & 1:
                on_blocker.append(pair)
            if behind & ~(1 << own):
                self.places[pair] = (ticket, own)
        self._blame(on_blocker, Reason.LEANS_ON_BLOCKER)
        walking = np.array(list(self.places), dtype=np.intp)
        contenders = walking[self.reasons[walking] == 0].tolist()
        exposure = Exposure(self.around, self._roots(contenders), self._standing_but(contenders))
        least = self._least(contenders, exposure)
        contested = [pair for pair in contenders if pair not in least]
        greatest = self._greatest(contested, exposure)
        self._blame([pair for pair in contested if pair in greatest], Reason.RING)
        self._blame([pair for pair in contested if pair not in greatest], Reason.LEANS_OUTSIDE)

    def blame_outsiders(self, judged: Judged) -> None:
        """Adds ``LEANS_OUTSIDE`` to pairs that are false for another reason already and lean on a third team too."""
        false = np.flatnonzero(self.reasons & (Reason.LEANS_ON_BLOCKER | Reason.OWNED_ELSEWHERE).value)
        blamed = [
            pair
            for pair, ticket, own, theirs in self._rows(false)
            if pair in self.places
            and self.behind[ticket] & ~(1 << own | 1 << theirs)
            and judged.way_outside(ticket, own, theirs)
        ]
        self._blame(blamed, Reason.LEANS_OUTSIDE)

    def _rows(self, pairs: NDArray[np.intp]) -> Iterator[tuple[int, int, int, int]]:
        """Each pair with its ticket, the waiting team and the blocker's."""
        columns = (pairs, self.ticket[pairs], self.waiting[pairs], self.blockers[pairs])
        return zip(*(column.tolist() for column in columns), strict=True)

    def _blame(self, pairs: list[int], reason: Reason) -> None:
        self.reasons[pairs] |= np.int8(reason)

    def _standing_but(self, contenders: list[int]) -> set[int]:
        """The links covered by pairs that are not contested."""
        stands = self.reasons == 0
        stands[contenders] = False
        return set(self.link[stands].tolist())

    def _least(self, contenders: list[int], exposure: Exposure) -> set[int]:
        """Pairs that stand when none is assumed to: each new one covers its link, which may free others."""
        at_place = self._by_place(contenders)
        standing: set[int] = set()
        ready = [pair for pair in contenders if not exposure.exposed(*self.places[pair])]
        while ready:
            pair = ready.pop()
            standing.add(pair)
            freed = exposure.cover(int(self.link[pair]))
            ready.extend(other for place in freed for other in at_place.get(place, ()))
        return standing

    def _greatest(self, contested: list[int], exposure: Exposure) -> set[int]:
        """Pairs that stand when all are assumed to: each that falls uncovers its link, which may expose others.

        ``exposure`` is left by the least fixed point, in which the contested pairs do not stand; whatever does, stays.
        """
        at_place = self._by_place(contested)
        support = Counter(link for link in self.link[contested].tolist() if not exposure.covers(link))
        for link in support:
            exposure.cover(link)
        fallen: set[int] = set()
        falling = [pair for pair in contested if exposure.exposed(*self.places[pair])]
        while falling:
            pair = falling.pop()
            fallen.add(pair)
            link = int(self.link[pair])
            support[link] -= 1
            if support[link] == 0:  # below it where a fallback that stands for certain covers the link
                falling.extend(other for at in exposure.uncover(link) for other in at_place.get(at, ()))
        return set(contested) - fallen

    def _roots(self, contenders: Iterable[int]) -> list[tuple[int, int]]:
        return list(dict.fromkeys(self.places[pair] for pair in contenders))

    def _by_place(self, contenders: Iterable[int]) -> dict[tuple[int, int], list[int]]:
        found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        for pair in contenders:
            found[self.places[pair]].append(pair)
        return found
