"""The danger zone: plans whose odds are below what the organisation accepts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.odds.bounds import logarithms
from rules.odds.certain import certain_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from rules.columns import Integers
    from rules.odds.bounds import Bounds, Logarithms
    from rules.odds.outlook import Outlook

MARGIN = 1e-9
"""Sums of logarithms are as exact; what is nearer to the threshold is weighed itself."""
TIE_DIGITS = 6
"""Links of equal odds to so many of their logarithm's digits are in a tie, which the first one wins."""


@dataclass(frozen=True, slots=True)
class Endangered:
    """A plan (its row), and the row of that open link of it which is the least likely to be met."""

    plan: int
    weakest: int


def in_danger(outlook: Outlook, threshold: float) -> Iterator[Endangered]:
    """The judged plans with odds below a threshold; those that wait in a ring have none. Pure.

    Bounds by columns decide on most of them, and what has to come true whatever stands in on most others; only the
    rest is weighed plan by plan.
    """
    if threshold <= 0:
        return
    bounds = outlook.bounds
    plans, of_link = np.array(outlook.plans, dtype=np.intp), outlook.plan_of[bounds.blocked]
    low, high = bounds.of_issues[plans], _highest(outlook, bounds, of_link)[plans]
    border = float(logarithms(np.array([threshold]))[0])
    doubtful = bounds.doubtful[plans]
    below = (high < border - MARGIN) & ~doubtful
    open_ = (low < border + MARGIN) & ~below & ~bounds.ringed[plans]
    asked = np.flatnonzero(open_ & ~doubtful)
    sums, choices = certain_of(outlook, plans[asked], border)
    below[asked] = sums < border - MARGIN
    open_[asked] = ~below[asked] & (choices | (sums < border + MARGIN))
    weakest = weakest_links(outlook)
    for at in np.flatnonzero(below | open_).tolist():
        plan = int(plans[at])
        if below[at] or _is_below(outlook, plan, threshold):
            yield Endangered(plan, int(weakest[plan]))


def _is_below(outlook: Outlook, issue: int, threshold: float) -> bool:
    found = outlook.chance(issue).odds
    return found is not None and found < threshold


def weakest_links(outlook: Outlook) -> NDArray[np.intp]:
    """By plan (its row), the open link of its issues that is the least likely to be met; ``NOBODY`` if it has none."""
    bounds, of_link = outlook.bounds, outlook.plan_of[outlook.bounds.blocked]
    found = np.full(len(bounds.graph.columns), NOBODY, dtype=np.intp)
    at = np.flatnonzero(of_link != NOBODY)
    order = np.lexsort((-at, -np.round(bounds.of_links[at], TIE_DIGITS)))  # the last one that is written stays
    found[of_link[at[order]]] = bounds.links[at[order]]
    return found


def _highest(outlook: Outlook, bounds: Bounds, of_link: Integers) -> Logarithms:
    """Upper bounds, by the plan's row: those of its distinct outside blockers for which nothing stands in."""
    graph = outlook.graph
    team, count = graph.columns.issues.team, len(graph.columns)
    counts = (of_link != NOBODY) & ~graph.judged.covered[bounds.links] & (team[of_link] != team[bounds.blocker])
    at = np.flatnonzero(counts)
    pairs, first = np.unique(of_link[at].astype(np.int64) * count + bounds.blocker[at], return_index=True)
    return np.bincount(pairs // count, weights=bounds.asked[at[first]], minlength=count).astype(np.float64)
