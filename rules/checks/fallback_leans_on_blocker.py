"""DT102 fallback-leans-on-blocker."""

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
class FallbackLeansOnBlocker(Rule):
    """A fallback waits on the very team that it is meant to do without.

    ## What it does
    Follows the open links of a declared fallback and of its parts, at any depth and whether or not they have
    fallbacks of their own, and reports it where they lead to the blocker or to another issue of the blocker's team.

    ## Why is this bad
    If that team does not come, plan A and plan B fail together.

    ## How to resolve
    Cut the fallback down until it needs nothing of that team, or declare another one.
    """

    code = "DT102"
    name = "fallback-leans-on-blocker"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link and fallback, with the links that lead to the blocker's team."""
        for fallback in self.asking_others(graph).fallbacks(Reason.LEANS_ON_BLOCKER):
            yield self.on_fallback(fallback, _message, _action, fallback.leaning()[0])


def _message(fallback: FallbackView) -> str:
    blocker, end = fallback.link.blocker, fallback.leaning()[1]
    where = "" if end is None else f" for {end.ref}"
    return f"the fallback {fallback.ticket.ref} waits on {blocker.team.name} itself{where}, the team of {blocker.ref}"


def _action(fallback: FallbackView) -> str:
    team = fallback.link.blocker.team.name
    return f"cut {fallback.ticket.ref} down until it needs nothing of {team}, or name another fallback"
