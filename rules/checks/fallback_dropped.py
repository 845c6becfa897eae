"""DT105 fallback-dropped."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.model import State
from rules.rule import Finding, Rule, Severity
from rules.standing import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import FallbackView

SAYS = MappingProxyType(
    {
        State.DROPPED: "was dropped",
        State.GONE: "was deleted or is out of reach",
        State.UNKNOWN: "is not among the issues that were read, so nobody can say that it exists",
        State.SUPPLIER: "is an outside supplier and no ticket",
    }
)


@dataclass(frozen=True, kw_only=True)
class FallbackDropped(Rule):
    """A fallback was dropped, was deleted, or cannot be seen.

    ## What it does
    Reports a declared fallback that was closed without being done, that does not exist, or that Detour cannot read.
    In saved files it also reports one that is not in the files and whose state no link tells.

    ## Why is this bad
    The issue looks as if it had a plan B, and nobody is going to do it.

    ## How to resolve
    Reopen the ticket or name another one; if it is only out of sight, give Detour access to it or save it too.
    """

    code = "DT105"
    name = "fallback-dropped"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link and fallback."""
        for fallback in self.asking_others(graph).fallbacks(Reason.DROPPED):
            yield self.on_fallback(fallback, _message, _action)


def _message(fallback: FallbackView) -> str:
    return f"the fallback {fallback.ticket.ref} {SAYS[fallback.ticket.state]}"


def _action(fallback: FallbackView) -> str:
    return f"reopen {fallback.ticket.ref} or name a ticket that {fallback.owner.name} would really do"
