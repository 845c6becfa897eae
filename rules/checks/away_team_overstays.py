"""DT205 away-team-overstays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from rules.model import FallbackKind, State
from rules.promises import promises
from rules.rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.promises import Promise

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class AwayTeamOverstays(Rule):
    """An away team was to be back, or works without a guide.

    ## What it does
    Reports an unfinished fallback that an away team does, once its end date has passed, and one for which no guide of
    the other team is named.

    ## Why is this bad
    An away team is lent for a while. Without an end it is two people less at home; without a guide it learns a
    stranger's code by breaking it.

    ## How to resolve
    Bring the work to an end or agree on a new day, and name the guide: `Away team: yes, guide @their-guide, until
    2026-12-01`.
    """

    code = "DT205"
    name = "away-team-overstays"
    severity = Severity.WARNING
    speaks = True
    by_default = False

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding for each away team."""
        for promise in promises(graph, {FallbackKind.AWAY_TEAM}):
            if promise.ticket.state is State.OPEN and (wrong := _wrong(promise)):
                home = promise.home
                yield self.on_issue(
                    home,
                    f"the away team on {promise.ticket.ref} {wrong}",
                    "bring the work to an end, or write down what holds: Away team: yes, guide @WHO, until DATE",
                    severity=None if home.state is State.OPEN else Severity.REPORT,
                )


def _wrong(promise: Promise) -> str:
    need = promise.issue.need
    late = need.away_until is not None and promise.graph.reached(need.away_until + DAY)
    words = [f"was to be back on {need.away_until:%d %b %Y}"] if late else []
    return " and ".join([*words, *([] if need.guide else ["has no guide"])])
