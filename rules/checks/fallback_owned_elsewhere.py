"""DT104 fallback-owned-elsewhere."""

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
class FallbackOwnedElsewhere(Rule):
    """A fallback belongs to another team than the one that waits.

    ## What it does
    Reports a declared fallback whose ticket another team owns. An away team's ticket may live elsewhere if it has an
    assignee of the waiting team and an end date. A finished ticket is nobody's promise any more and is not reported.

    ## Why is this bad
    It asks one more team instead of doing without one.

    ## How to resolve
    Let the waiting team own the ticket, or send an away team: assign one of its members, with an end date.
    """

    code = "DT104"
    name = "fallback-owned-elsewhere"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link and fallback."""
        for fallback in self.asking_others(graph).fallbacks(Reason.OWNED_ELSEWHERE):
            yield self.on_fallback(fallback, _message, _action)


def _message(fallback: FallbackView) -> str:
    ticket = fallback.ticket
    return f"the fallback {ticket.ref} belongs to {ticket.team.name}, not to {fallback.owner.name}"


def _action(fallback: FallbackView) -> str:
    return f"name a ticket of {fallback.owner.name}, or send an away team with an assignee and an end date"
