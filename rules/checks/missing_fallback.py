"""DT101 missing-fallback."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.model import State
from rules.rule import Finding, Rule, Severity
from rules.standing import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import LinkView

LEANS_OUTSIDE = ("DT103", "fallback-leans-outside")


@dataclass(frozen=True, kw_only=True)
class MissingFallback(Rule):
    """An issue waits on another team and has no plan B.

    ## What it does
    Reports each open link to another team's issue for which no fallback is declared and no waiver is in force. It is
    an error where the waiting issue is planned, and otherwise only a line in reports.

    ## Why is this bad
    The other team has priorities of its own, and they change. A plan that needs its work has no date that anyone
    in the waiting team can keep.

    ## How to resolve
    Create the ticket your own team would do if the other one does not come: a hack, a rebuild, a smaller scope, or
    the work done in their code. Then name it on the waiting issue: `Fallback for REF: REF`. It need not be started.
    """

    code = "DT101"
    name = "missing-fallback"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        spoken_for = _leaning_outside(graph)
        bare = self.asking_others(graph).undeclared()
        for link in bare.planned():
            yield self.on_link(link, _message, _action, speaks=link.blocked.row not in spoken_for)
        for link in bare.unplanned():
            yield self.on_link(link, _message, _action, severity=Severity.REPORT)


def _message(link: LinkView) -> str:
    return f"waits on {link.blocker.ref} ({link.blocker.team.name}) and no fallback is declared"


def _action(link: LinkView) -> str:
    return f"name the ticket {link.blocked.team.name} would do instead: Fallback for {link.blocker.ref}: REF"


def _leaning_outside(graph: Graph) -> set[int]:
    """Fallback tickets of which another issue's finding says already that they wait on a third team."""
    if not graph.policy.selects(*LEANS_OUTSIDE):
        return set()
    links = graph.in_view().across_teams().uncovered().blocker_is_not(State.DROPPED).not_waived(*LEANS_OUTSIDE)
    return {fallback.ticket.row for fallback in links.fallbacks(Reason.LEANS_OUTSIDE)}
