"""Picks issues by team, evenly or the wanted ones more often."""

from __future__ import annotations

import numpy as np

from rules.columns import NOBODY

ATTEMPTS = 30


def ranks(random, sizes, skew):
    """A rank below each size, the low ones often: the chance of a rank falls like ``(rank + 1) ** -skew``.

    The inverse of the bounded Pareto distribution, rounded down; ``skew`` must not be 1.
    """
    power = 1 - skew
    spread = 1 + random.random(len(sizes)) * ((sizes + 1.0) ** power - 1)
    return np.minimum((spread ** (1 / power)).astype(np.int64) - 1, sizes - 1)


class Pool:
    """Some issues, the most wanted first, found by their teams. Where a team has none, ``NOBODY`` is picked."""

    def __init__(self, rows, team, teams):
        self.team = team
        self.rows = rows[np.argsort(team[rows], kind="stable")].astype(np.int32)
        self.counts = np.bincount(team[rows], minlength=teams)
        self.first = np.cumsum(self.counts) - self.counts

    def pick(self, random, teams, *, skew=0.0):
        """An issue of each of the teams; with a skew the first ones are picked more often."""
        picked = np.full(len(teams), NOBODY, dtype=np.int32)
        some = np.flatnonzero(self.counts[teams] > 0)
        rank = ranks(random, self.counts[teams[some]], skew)
        picked[some] = self.rows[self.first[teams[some]] + rank]
        return picked

    def pick_outside(self, random, *teams):
        """An issue of a team that is none of these, for each of their positions."""
        picked = np.full(len(teams[0]), NOBODY, dtype=np.int32)
        for _ in range(ATTEMPTS if len(self.rows) else 0):
            missing = np.flatnonzero(picked == NOBODY)
            tried = random.choice(self.rows, len(missing))
            fits = np.all([self.team[tried] != other[missing] for other in teams], axis=0)
            picked[missing[fits]] = tried[fits]
        return picked
