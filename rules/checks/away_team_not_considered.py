"""DT204 away-team-not-considered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.away_teams import answer_for
from rules.deadlines import standing_on
from rules.model import State
from rules.rule import Finding, Rule, Severity
from rules.statements import FallbackKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import FallbackView


@dataclass(frozen=True, kw_only=True)
class AwayTeamNotConsidered(Rule):
    """A hack was chosen, and nobody has asked to do the work in the other team's code.

    ## What it does
    Reports a standing, unfinished hack where no answer about an away team is recorded: neither on the issue that waits,
    or that declares the hack for it, nor by the asked team on its own issue, where it counts for all who ask. An issue
    that waits on another team itself only tells what it was answered.

    ## Why is this bad
    A hack is paid for three times: built, kept and removed. The same days spent in the other team's code, with a guide
    of theirs, may bring what was asked for.

    ## How to resolve
    Ask, and write down the answer: `Away team: yes, guide @their-guide, until 2026-12-01`, or
    `Away team: no, no bandwidth`. A no is fine, and so is an answer of the asked team on its own issue.
    """

    code = "DT204"
    name = "away-team-not-considered"
    severity = Severity.INFO

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding for each such fallback of a link."""
        for link in self.asking_others(graph).covered():
            for fallback in standing_on(link):
                unfinished = fallback.kind is FallbackKind.HACK and fallback.ticket.state is not State.DONE
                if unfinished and answer_for(link) is None:
                    yield self._finding(fallback, _message, _action, severity=None)


def _message(fallback: FallbackView) -> str:
    asked = fallback.link.blocker.team.name
    return f"the hack {fallback.ticket.ref} was chosen; {asked} was not asked about an away team"


def _action(fallback: FallbackView) -> str:
    return f"ask {fallback.link.blocker.team.name}, and write down the answer: Away team: no, no bandwidth"
