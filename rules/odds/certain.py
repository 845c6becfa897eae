"""What has to come true whatever stands in elsewhere, weighed for many issues at once, level by level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rules.model import State
from rules.odds.bounds import IMPOSSIBLE, Logarithms, logarithms

if TYPE_CHECKING:
    from rules.columns import Mask
    from rules.odds.outlook import Outlook

Rows = NDArray[np.intp]

MARGIN = 1e-9
MOST = 20_000_000
"""So many pairs of an issue and something that it needs are looked at; what lies deeper then counts as certain."""


def certain_of(outlook: Outlook, issues: Rows, border: float) -> tuple[Logarithms, Mask]:
    """Of each issue, the logarithm of the odds that all comes for which nothing can stand in; and whether more can.

    An issue that is below the border is not followed further. Rings come true, so whoever asks leaves them out. Pure.
    """
    levels = _Levels(outlook, issues)
    while levels.go_on(border):
        pass
    return levels.sums, levels.choices


class _Levels:
    """A walk from many issues at once. A pair is an issue that is asked for (its place) and one that it needs."""

    def __init__(self, outlook: Outlook, issues: Rows) -> None:
        self._graph = graph = outlook.graph
        self._asks = outlook.asks_by_issue
        self._team = graph.columns.issues.team
        self._asking = self._team[issues]
        self._team_logs = logarithms(np.array(outlook.team_odds, dtype=np.float64))
        self._assumed = float(logarithms(np.array([graph.policy.assumptions.odds]))[0])
        self.sums = np.zeros(len(issues))
        self.choices = np.zeros(len(issues), dtype=bool)
        self._place, self._row = np.arange(len(issues)), issues
        self._asked = _Seen(len(graph.columns))
        self._done = _Seen(len(graph.columns))
        self._done.new(self._place, self._row)

    def go_on(self, border: float) -> bool:
        """One level deeper; whether anything is left there."""
        place, blocker = self._blockers()
        new = self._asked.new(place, blocker)
        place, blocker = place[new], blocker[new]
        odds, goes_on = self._odds(place, blocker)
        np.add.at(self.sums, place, odds)
        at, part = self._graph.parts.leaving(self._row)
        places = np.concatenate([place[goes_on], self._place[at]])
        rows = np.concatenate([blocker[goes_on], self._graph.parts.ends[part].astype(np.intp)])
        near = self.sums[places] >= border - MARGIN
        places, rows = places[near], rows[near]
        new = self._done.new(places, rows)
        self._place, self._row = places[new], rows[new]
        return bool(len(self._row)) and self._done.count + self._asked.count < MOST

    def _blockers(self) -> tuple[Rows, Rows]:
        """The pairs of what is waited on here, where nothing stands in."""
        way = self._asks
        at, edge = way.leaving(self._row)
        covered = self._graph.judged.covered[way.rows[edge]]
        self.choices[self._place[at[covered]]] = True
        return self._place[at[~covered]], way.ends[edge[~covered]].astype(np.intp)

    def _odds(self, place: Rows, blocker: Rows) -> tuple[Logarithms, Mask]:
        """The odds that each blocker comes, and whether what it waits on matters."""
        state, team = self._graph.columns.issues.state[blocker], self._team[blocker]
        ended = np.isin(state, (State.DROPPED, State.GONE))
        odds = np.where(state == State.SUPPLIER, self._assumed, self._team_logs[team])
        own = (team == self._asking[place]) & (state != State.SUPPLIER)
        return np.select([ended, own], [IMPOSSIBLE, 0.0], odds), ~ended


class _Seen:
    """Pairs that were met before."""

    def __init__(self, width: int) -> None:
        self._width = width
        self._keys = np.zeros(0, dtype=np.int64)

    @property
    def count(self) -> int:
        """How many."""
        return len(self._keys)

    def new(self, place: Rows, row: Rows) -> Rows:
        """Where each pair that was not met before stands first; it is met now."""
        keys, first = np.unique(place.astype(np.int64) * self._width + row, return_index=True)
        new = ~np.isin(keys, self._keys, assume_unique=True)
        self._keys = np.concatenate([self._keys, keys[new]])
        return np.asarray(first[new])
