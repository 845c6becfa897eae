"""What has a day by which somebody must decide: links whose fallback nobody has begun, and accepted risks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.deadlines import decide_by, standing_on
from rules.model import State

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rules.columns import Mask
    from rules.deadlines import Deadline
    from rules.graph import Graph
    from rules.views import FallbackView, LinkView
    from rules.waivers import WaiverView

MISSING = ("DT101", "missing-fallback")
NOT_STARTED = ("DT108", "fallback-not-started")


@dataclass(frozen=True, slots=True)
class Decision:
    """A link, the fallback that would be begun where one stands, and the day by which to decide."""

    link: LinkView
    fallback: FallbackView | None
    deadline: Deadline


def open_decisions(graph: Graph) -> Iterator[Decision]:
    """The links to other teams on which a decision is still to come.

    None is where a fallback is begun or done, the risk is accepted, the blocker was dropped (which is told by itself),
    or nothing tells when the work is needed.
    """
    for link in graph.waiting().across_teams().blocker_is_not(State.DROPPED).keep(~_accepted(graph)):
        standing = standing_on(link)
        if any(one.ticket.begun for one in standing):
            continue
        fallback = standing[0] if standing else None
        if (deadline := decide_by(link, fallback)) is not None:
            yield Decision(link, fallback, deadline)


def ending_waivers(graph: Graph) -> Iterator[tuple[WaiverView, date]]:
    """The waivers in force for links that still lead to other teams, each with its last day."""
    needed = graph.open & graph.crosses
    for view in graph.waivers:
        last = view.waiver.until
        if last is not None and view.in_force and needed[list(view.links)].any():
            yield view, last


def _accepted(graph: Graph) -> Mask:
    """Links of which a waiver in force says that their team lives with the risk."""
    return np.asarray(np.where(graph.judged.covered, graph.waived(*NOT_STARTED), graph.waived(*MISSING)))
