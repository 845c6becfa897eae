"""DT107 fallback-too-late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from rules.deadlines import lead_of, standing_on
from rules.model import State
from rules.rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rules.graph import Graph
    from rules.views import FallbackView

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class FallbackTooLate(Rule):
    """The fallback cannot be there when it is needed.

    ## What it does
    Reports a link to another team of which no standing fallback can be finished by the needed-by date: its own date
    lies after that, or it is not started and takes more working days than are left. What it takes is its declared cost
    to build, else the median of its team's fallbacks, else an assumption of the policy.

    ## Why is this bad
    The plan looks covered, and its date is lost whichever way it goes.

    ## How to resolve
    Cut the fallback down until it fits, begin it now, or move the date while that still helps somebody.
    """

    code = "DT107"
    name = "fallback-too-late"
    severity = Severity.WARNING
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        for link in self.asking_others(graph).covered():
            needed, standing = link.blocked.needed_by, standing_on(link)
            if needed is not None and all(_is_late(one, needed) for one in standing):
                yield self._finding(standing[0], partial(_message, needed), _action, severity=None)


def _is_late(fallback: FallbackView, needed: date) -> bool:
    ticket, graph = fallback.ticket, fallback.graph
    if ticket.state is State.DONE:
        return False
    if ticket.due is not None and ticket.due > needed:
        return True
    return not ticket.started and graph.reached(graph.workdays.before(needed, _days(fallback)) + DAY)


def _days(fallback: FallbackView) -> float:
    return lead_of(fallback.link, fallback).days


def _message(needed: date, fallback: FallbackView) -> str:
    ticket, what = fallback.ticket, f"the fallback {fallback.ticket.ref} for {fallback.link.blocker.ref}"
    if ticket.due is not None and ticket.due > needed:
        return f"{what} is due on {ticket.due:%d %b %Y}, after {needed:%d %b %Y}, by which it is needed"
    return f"{what} takes {_days(fallback):g} working days, and is needed by {needed:%d %b %Y}"


def _action(fallback: FallbackView) -> str:
    return f"cut {fallback.ticket.ref} down until it fits, begin it now, or move the date"
