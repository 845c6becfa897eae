"""DT305 blocker-slipped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER
from rules.model import State
from rules.rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.columns import Integers, Mask
    from rules.graph import Graph
    from rules.views import LinkView


@dataclass(frozen=True, kw_only=True)
class BlockerSlipped(Rule):
    """What an issue waits on is planned for a day that is too late for it, or is planned no more.

    ## What it does
    Reports a link to another team's open issue whose own date has moved to a day after the one by which the waiting
    issue is needed, and one that has left the plan (sprint, version, milestone, date) while the waiting issue is
    planned. A move to a later day that is early enough is no slip. Where the date has not moved to a later day since
    Detour knows it, the plans never agreed; that is a warning, and silent. With a fallback that stands or a waiver
    it is shown on the page only.

    ## Why is this bad
    The waiting plan cannot be kept any more, and nobody has told it so.

    ## How to resolve
    Begin the fallback, move the waiting issue's own date, or agree on a smaller part that comes in time.
    """

    code = "DT305"
    name = "blocker-slipped"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        links = graph.waiting().across_teams().blocker_is(State.OPEN)
        late, moved, left = _late(graph), _moved(graph), _left(graph)
        yield from self.on_links(links.keep(late & moved), _slipped, _action)
        # It was so from the beginning: the other team has broken nothing, so that it is not worth an interruption.
        yield from self.on_links(links.keep(late & ~moved), _always_late, _action, Severity.WARNING)
        yield from self.on_links(links.keep(left & ~late), _unplanned, _action)


def _late(graph: Graph) -> Mask:
    """Links whose blocker is due after the day by which the blocked issue is needed."""
    needed, due = _days(graph)
    return np.asarray((needed != NEVER) & (due != NEVER) & (due > needed))


def _moved(graph: Graph) -> Mask:
    """Links whose blocker was due on an earlier day before."""
    progress, blocker = graph.columns.progress, graph.columns.waits.blocker
    moved = (progress.planned_before != NEVER) & (progress.planned_before < progress.due)
    return np.asarray(moved[blocker])


def _left(graph: Graph) -> Mask:
    """Links whose blocker left the plan, while the blocked issue is planned or needed by a day."""
    waits = graph.columns.waits
    needed, due = _days(graph)
    in_time = (needed != NEVER) & (due != NEVER) & (due <= needed)
    wanted = graph.planned[waits.blocked] | (needed != NEVER)
    return np.asarray(graph.columns.progress.left_plan[waits.blocker] & wanted & ~in_time)


def _days(graph: Graph) -> tuple[Integers, Integers]:
    """When the blocked issue of each link is needed, and when its blocker is due."""
    waits = graph.columns.waits
    return graph.needed_by[waits.blocked], graph.columns.progress.due[waits.blocker]


def _slipped(link: LinkView) -> str:
    blocker = link.blocker
    return f"{_team(link)} moved from {blocker.planned_before:%d %b %Y} to {blocker.due:%d %b %Y}; {_needed(link)}"


def _always_late(link: LinkView) -> str:
    return f"{_team(link)} is due on {link.blocker.due:%d %b %Y}; {_needed(link)}"


def _unplanned(link: LinkView) -> str:
    before = link.blocker.planned_before
    was = "" if before is None else f", where it was due on {before:%d %b %Y}"
    return f"{_team(link)} left the plan{was}; {_needed(link)}"


def _team(link: LinkView) -> str:
    return f"{link.blocker.ref} ({link.blocker.team.name})"


def _needed(link: LinkView) -> str:
    needed = link.blocked.needed_by
    return f"{link.blocked.ref} is " + ("planned" if needed is None else f"needed by {needed:%d %b %Y}")


def _action(link: LinkView) -> str:
    return f"begin what {link.blocked.team.name} does instead, or move the date of {link.blocked.ref}"
