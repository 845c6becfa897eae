"""DT103 fallback-leans-outside."""

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
class FallbackLeansOutside(Rule):
    """A fallback waits on a third team and has no plan B of its own.

    ## What it does
    Follows the open links of a declared fallback and of its parts through the waiting team's own issues, and reports
    it where a link that no standing fallback covers leads to another team.

    ## Why is this bad
    The plan still hangs on somebody else; it only hangs on somebody new.

    ## How to resolve
    Give the fallback's own link a fallback that stands, or choose one that the team can finish alone.
    """

    code = "DT103"
    name = "fallback-leans-outside"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link and fallback, with the links that lead outside."""
        for fallback in self.asking_others(graph).fallbacks(Reason.LEANS_OUTSIDE):
            yield self.on_fallback(fallback, _message, _action, fallback.leaning_outside()[0])


def _message(fallback: FallbackView) -> str:
    end = fallback.leaning_outside()[1]
    what = "another team" if end is None else f"{end.ref} ({end.team.name})"
    return f"the fallback {fallback.ticket.ref} waits on {what} in its turn, without a fallback that stands"


def _action(fallback: FallbackView) -> str:
    way = fallback.leaning_outside()[0]
    last = way[-1].blocked.ref if way else fallback.ticket.ref
    return f"give {last} a fallback of its own, or name one that {fallback.owner.name} can finish alone"
