"""Decide-by: the last day on which beginning the fallback still makes the needed-by date. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from rules.standing import Reason
from rules.views import FallbackView

if TYPE_CHECKING:
    from datetime import date

    from rules.graph import Graph
    from rules.views import LinkView


class Known(Enum):
    """How a figure is known."""

    DECLARED = "declared"
    MEDIAN = "the median of the team's fallbacks"
    ASSUMED = "assumed"
    DATED = "by its own date"


@dataclass(frozen=True, slots=True)
class Estimate:
    """Working days, or so many a month, with how they are known."""

    days: float
    known: Known


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day to decide by. ``lead`` is ``None`` where the issue names that day itself."""

    day: date
    needed_by: date | None
    lead: Estimate | None


def estimated(declared: float | None, median: float | None, assumed: float) -> Estimate:
    """What a fallback costs: as declared, else as the median of its team's, else assumed."""
    if declared is not None:
        return Estimate(declared, Known.DECLARED)
    return Estimate(assumed, Known.ASSUMED) if median is None else Estimate(median, Known.MEDIAN)


def lead_of(link: LinkView, fallback: FallbackView | None = None) -> Estimate:
    """How long it takes to build a fallback, or one that nobody declared yet."""
    declared = None if fallback is None else fallback.declared.cost.build
    median = link.graph.experience.costs_of(link.blocked.team.slug).build
    return estimated(declared, median, link.graph.policy.assumptions.build)


def decide_by(link: LinkView, fallback: FallbackView | None = None) -> Deadline | None:
    """When to decide for the fallback of a link; ``None`` where nothing tells when its issue is needed."""
    needed, said = link.blocked.needed_by, link.blocked.need.decide_by
    if said is not None:
        return Deadline(said, needed, None)
    if needed is None:
        return None
    lead = lead_of(link, fallback)
    return Deadline(link.graph.workdays.before(needed, lead.days), needed, lead)


def standing_on(link: LinkView) -> list[FallbackView]:
    """The fallbacks that stand for a link, the one first that can be decided for latest; of equal ones by address."""
    found = [FallbackView(link.graph, row) for row in link.graph.derived(_standing).get(link.row, ())]
    if len(found) < 2:  # noqa: PLR2004  # one alone needs no order, and mostly there is one
        return found
    return sorted(found, key=lambda one: (lead_of(link, one).days, one.ticket.ref))


def _standing(graph: Graph) -> dict[int, list[int]]:
    """By link, the judged pairs that stand: five rules ask for them, and most links have none."""
    rows = np.flatnonzero(graph.judged.reasons == Reason.NONE.value)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for link, row in zip(graph.judged.link[rows].tolist(), rows.tolist(), strict=True):
        found[link].append(row)
    return dict(found)
