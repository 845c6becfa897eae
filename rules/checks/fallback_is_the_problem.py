"""DT106 fallback-is-the-problem."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.rule import Finding, Rule, Severity
from rules.standing import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import FallbackView


@dataclass(frozen=True, kw_only=True)
class FallbackIsTheProblem(Rule):
    """A fallback is the waiting work itself, the work it waits on, or leans on itself in a ring.

    ## What it does
    Reports a declared fallback that is the blocked issue, the blocker, a duplicate or a parent of either, and
    fallbacks that hold only as long as they vouch for each other.

    ## Why is this bad
    It offers no other way: the fallback comes exactly when the blocker comes, or never.

    ## How to resolve
    Create a ticket of its own for what the team would do instead, and name that.
    """

    code = "DT106"
    name = "fallback-is-the-problem"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link and fallback."""
        for fallback in self.asking_others(graph).fallbacks(Reason.IS_THE_PROBLEM | Reason.RING):
            ring = fallback.leaning_outside()[0] if Reason.RING in fallback.reasons else ()
            yield self.on_fallback(fallback, _message, _action, ring)


def _message(fallback: FallbackView) -> str:
    return f"the fallback {fallback.ticket.ref} {_why(fallback)}"


def _why(fallback: FallbackView) -> str:
    if Reason.RING in fallback.reasons:
        return "holds only while fallbacks vouch for each other in a ring"
    link, ticket = fallback.link, fallback.ticket
    for end, itself in ((link.blocked, "is the waiting issue itself"), (link.blocker, "is the blocker itself")):
        if ticket.row == end.row:
            return itself
        if ticket.twin == end.twin:
            return f"is a duplicate of {end.ref}"
    end = link.blocked if ticket.row in link.blocked.ancestors else link.blocker
    return f"is a parent of {end.ref}"


def _action(fallback: FallbackView) -> str:
    if Reason.RING in fallback.reasons:
        return "break the ring: give one of its fallbacks nothing to wait on"
    return f"create a ticket for what {fallback.owner.name} would do instead, and name that"
