"""DT109 waiver-expired."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from rules.model import State
from rules.rule import Finding, Rule, Severity
from rules.waivers import why_lapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.statements import Waiver
    from rules.views import LinkView


@dataclass(frozen=True, kw_only=True)
class WaiverExpired(Rule):
    """A risk was accepted for a time, and that time is over.

    ## What it does
    Reports an open link to another team without a standing fallback whose waiver has passed its last day, or has no
    reason or no day. It takes the place of every other finding on that link's fallback.

    ## Why is this bad
    Whoever accepted the risk did so until a day, because something was to be different by then. Nobody has looked
    whether it is.

    ## How to resolve
    Declare a fallback, or accept the risk once more with a reason that holds today and a new day. If the link is not
    needed any more, remove it.
    """

    code = "DT109"
    name = "waiver-expired"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        lapsed = graph.waivers.lapsed()
        waiting = graph.waiting().across_teams().blocker_is_not(State.DROPPED)
        for link in waiting.keep(graph.waivers.uncovered_and_lapsed):
            yield self.on_link(link, partial(_message, lapsed[link.row]), _action)


def _message(waiver: Waiver, link: LinkView) -> str:
    over = f"waits on {link.blocker.ref} ({link.blocker.team.name})"
    return f"{over}; the waiver {why_lapsed(waiver)}, and no fallback stands"


def _action(link: LinkView) -> str:
    again = f"/detour waive {link.blocker.ref} until DATE because REASON"
    return f"name what {link.blocked.team.name} does instead, or accept the risk once more: {again}"
