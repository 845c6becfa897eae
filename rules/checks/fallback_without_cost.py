"""DT202 fallback-without-cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.deadlines import standing_on
from rules.model import State
from rules.rule import Finding, Rule, Severity, named
from rules.statements import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import FallbackView


@dataclass(frozen=True, kw_only=True)
class FallbackWithoutCost(Rule):
    """Nobody has said what the fallback costs.

    ## What it does
    Reports a standing, unfinished fallback of which the cost to build is not declared; of a hack or a rebuild, what it
    costs to keep and to remove, too.

    ## Why is this bad
    Whether to wait or to go one's own way is a question of cost, and when to decide depends on how long it takes.

    ## How to resolve
    Write it behind the fallback: `Cost: build 3d, keep 1d/month, remove 2d`. A guess is better than nothing.
    """

    code = "DT202"
    name = "fallback-without-cost"
    severity = Severity.INFO

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding for each fallback of a link."""
        for link in self.asking_others(graph).covered():
            for fallback in standing_on(link):
                if fallback.ticket.state is not State.DONE and _missing(fallback):
                    yield self._finding(fallback, _message, _action, severity=None)


def _missing(fallback: FallbackView) -> list[str]:
    cost = fallback.declared.cost
    told = {"build": cost.build}
    if fallback.kind in TEMPORARY:
        told |= {"keep": cost.keep, "remove": cost.remove}
    return [name for name, days in told.items() if days is None]


def _message(fallback: FallbackView) -> str:
    missing = named(f"to {name} it" for name in _missing(fallback))
    return f"nobody has said what the fallback {fallback.ticket.ref} costs: {missing}"


def _action(fallback: FallbackView) -> str:
    more = ", keep 1d/month, remove 2d" if fallback.kind in TEMPORARY else ""
    return f"write it behind the fallback: Cost: build 3d{more}"
