"""DT108 fallback-not-started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from rules.deadlines import decide_by, standing_on
from rules.model import State
from rules.rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import FallbackView, LinkView

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class FallbackNotStarted(Rule):
    """It is time for the fallback, and nobody has begun it.

    ## What it does
    Reports a link to another team whose fallbacks stand but are not started, once the day to decide by has come, or the
    blocker was dropped or is late: its own date has passed, or lies after the day by which the waiting issue is
    needed. The day to decide by is the one that the issue names, else the last working day on which beginning the
    fallback still makes the needed-by date. Of several fallbacks the one that takes least time counts.

    ## Why is this bad
    A plan B that nobody begins in time is no plan. From this day on, waiting costs the date.

    ## How to resolve
    Begin the fallback, or decide to wait and say so with a waiver.
    """

    code = "DT108"
    name = "fallback-not-started"
    severity = Severity.WARNING
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        links = graph.waiting().across_teams().covered().not_waived(self.code, self.name)
        for link in links:
            standing = standing_on(link)
            if any(one.ticket.begun for one in standing):
                continue
            if reason := _reason(link, standing[0]):
                yield self._finding(standing[0], partial(_message, reason), _action, severity=None)


def _reason(link: LinkView, fallback: FallbackView) -> str:
    """Why it is time to begin; '' if it is not."""
    blocker, needed = link.blocker, link.blocked.needed_by
    if blocker.state is State.DROPPED:
        return f"{blocker.ref} was closed without being done"
    if blocker.state is State.OPEN and blocker.due is not None:
        if needed is not None and blocker.due > needed:
            return f"{blocker.ref} is due on {blocker.due:%d %b %Y}, after {needed:%d %b %Y}"
        if link.graph.reached(blocker.due + DAY):
            return f"{blocker.ref} was due on {blocker.due:%d %b %Y}"
    deadline = decide_by(link, fallback)
    if deadline is None or not link.graph.reached(deadline.day):
        return ""
    lead = "" if deadline.lead is None else f", for it takes {deadline.lead.days:g} working days"
    return f"the day to decide by is {deadline.day:%d %b %Y}{lead}"


def _message(reason: str, fallback: FallbackView) -> str:
    return f"{reason}, and the fallback {fallback.ticket.ref} for {fallback.link.blocker.ref} is not started"


def _action(fallback: FallbackView) -> str:
    return f"begin {fallback.ticket.ref}, or decide to wait and say why"
