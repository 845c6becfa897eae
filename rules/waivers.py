"""The waivers of a graph: which links each is for, which are in force, and which have lapsed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.columns import Mask, WaiverRow
    from rules.graph import Graph
    from rules.statements import Waiver

FALLBACKS = frozenset({None, "DT101", "missing-fallback"})
"""The rules that a waiver may name whose end is told by itself: of any other rule the finding comes back instead."""
WAIVER_EXPIRED = ("DT109", "waiver-expired")
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WaiverView:
    """One waiver, and the rows of its issue's links that it is for, open or not."""

    graph: Graph
    row: WaiverRow
    links: tuple[int, ...]

    @property
    def waiver(self) -> Waiver:
        """As it was given."""
        return self.row.waiver

    @property
    def in_force(self) -> bool:
        """Whether it has a reason and a day that has not passed; that day is its last."""
        until = self.waiver.until
        return bool(self.waiver.because) and until is not None and not self.graph.reached(until + DAY)


class Waivers:
    """All waivers that the columns hold."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._views = list(_views(graph))

    def __iter__(self) -> Iterator[WaiverView]:
        """Those of issues that are judged now."""
        return (view for view in self._views if self._graph.inside[view.row.issue])

    def in_force(self, code: str, name: str) -> Mask:
        """Links under a waiver that is in force for a rule."""
        waived = np.zeros(len(self._graph.open), dtype=bool)
        for view in self._views:
            if view.waiver.rule in (None, code, name) and view.in_force:
                waived[list(view.links)] = True
        return waived

    @cached_property
    def uncovered_and_lapsed(self) -> Mask:
        """Open links whose waiver has lapsed, and that no standing fallback covers."""
        found = np.zeros(len(self._graph.open), dtype=bool)
        found[list(self.lapsed())] = True
        return np.asarray(found & self._graph.open & ~self._graph.judged.covered)

    @cached_property
    def told_alone(self) -> Mask:
        """Those of which the end of their waiver is told instead of the fallback: their team wants to hear of it."""
        graph, policy = self._graph, self._graph.policy
        if not policy.selects(*WAIVER_EXPIRED):
            return np.zeros(len(graph.open), dtype=bool)
        deaf = {slug for slug, one in policy.team_rules.items() if not one.ignore.isdisjoint(WAIVER_EXPIRED)}
        hears = np.array([team.slug not in deaf for team in graph.columns.teams], dtype=bool)
        waiting = graph.columns.issues.team[graph.columns.waits.blocked]
        return np.asarray(self.uncovered_and_lapsed & hears[waiting])

    def lapsed(self) -> dict[int, Waiver]:
        """By link, the waiver of its missing fallback that ended last, where none is in force."""
        found: dict[int, Waiver] = {}
        for view in sorted(self._views, key=_ended):
            if view.waiver.rule in FALLBACKS and not view.in_force:
                found.update(dict.fromkeys(view.links, view.waiver))
        if not found:
            return found
        waived = self.in_force("DT101", "missing-fallback")
        return {link: waiver for link, waiver in found.items() if not waived[link]}


def why_lapsed(waiver: Waiver) -> str:
    """Why a waiver that is not in force accepts nothing."""
    if not waiver.because:
        return "gives no reason"
    return "has no last day" if waiver.until is None else f"ended on {waiver.until.day} {waiver.until:%b %Y}"


def _ended(view: WaiverView) -> tuple[int, str, str]:
    waiver = view.waiver
    return 0 if waiver.until is None else waiver.until.toordinal(), waiver.author, waiver.because


def _views(graph: Graph) -> Iterator[WaiverView]:
    waits, rows = graph.columns.waits, graph.columns.waivers
    waiving = np.zeros(len(graph.columns), dtype=bool)
    waiving[[row.issue for row in rows]] = True
    links: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for link in np.flatnonzero(waiving[waits.blocked]).tolist():
        links[int(waits.blocked[link])].append((link, int(waits.blocker[link])))
    for row in rows:
        meant = (link for link, against in links[row.issue] if row.blocker in (NOBODY, against))
        yield WaiverView(graph, row, tuple(meant))
