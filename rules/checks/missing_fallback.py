"""DT101 missing-fallback."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.model import State
from rules.rule import Finding, Rule, Severity
from rules.standing import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph


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
        for link in self.asking_others(graph).undeclared():
            blocked, blocker = link.blocked, link.blocker
            finding = self.on_link(
                link,
                f"waits on {blocker.ref} ({blocker.team.name}) and no fallback is declared",
                f"name the ticket {blocked.team.name} would do instead: Fallback for {blocker.ref}: REF",
                severity=Severity.ERROR if blocked.planned else Severity.REPORT,
            )
            yield replace(finding, speaks=False) if blocked.row in spoken_for else finding


def _leaning_outside(graph: Graph) -> set[int]:
    """Fallback tickets of which another issue's finding says already that they wait on a third team."""
    if not graph.policy.selects(*LEANS_OUTSIDE):
        return set()
    links = graph.in_view().across_teams().uncovered().blocker_is_not(State.DROPPED).not_waived(*LEANS_OUTSIDE)
    return {fallback.ticket.row for fallback in links.fallbacks(Reason.LEANS_OUTSIDE)}
