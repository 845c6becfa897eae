"""Decide-by: the last day on which beginning the fallback still makes the needed-by date. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from rules.views import FallbackView, LinkView


class Known(Enum):
    """How a figure is known."""

    DECLARED = "declared"
    MEDIAN = "the median of the team's fallbacks"
    ASSUMED = "assumed"
    DATED = "by its own date"


@dataclass(frozen=True, slots=True)
class Lead:
    """How long a fallback takes to build, in working days."""

    days: float
    known: Known


@dataclass(frozen=True, slots=True)
class Deadline:
    """The day to decide by. ``lead`` is ``None`` where the issue names that day itself."""

    day: date
    needed_by: date | None
    lead: Lead | None


def lead_of(link: LinkView, fallback: FallbackView | None = None) -> Lead:
    """How long a fallback takes, or one that nobody declared yet: as declared, else as its team's, else assumed."""
    graph = link.graph
    declared = None if fallback is None else fallback.declared.cost.build
    if declared is not None:
        return Lead(declared, Known.DECLARED)
    costs = graph.experience.costs.get(link.blocked.team.slug)
    if costs is not None and costs.build is not None:
        return Lead(costs.build, Known.MEDIAN)
    return Lead(graph.policy.assumptions.build, Known.ASSUMED)


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
    found = [one for one in link.fallbacks if one.stands]
    return sorted(found, key=lambda one: (lead_of(link, one).days, one.ticket.ref))
