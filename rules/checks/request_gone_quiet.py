"""DT304 request-gone-quiet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.model import State
from rules.rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import LinkView


@dataclass(frozen=True, kw_only=True)
class RequestGoneQuiet(Rule):
    """An issue waits on work that nobody has touched for a while.

    ## What it does
    Reports a link to another team's open issue on which nothing has happened for `quiet_days`, where no fallback
    stands. What Detour and the configured automation accounts do there is no activity.
    Of an issue that nobody planned only reports tell.

    ## Why is this bad
    A request that was forgotten looks the same on a board as one that is about to be answered.

    ## How to resolve
    Ask again, and say by when it is needed and why. Or stop waiting and begin the fallback.
    """

    code = "DT304"
    name = "request-gone-quiet"
    severity = Severity.WARNING
    quiet_days: int = 14

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        links = self.asking_others(graph).uncovered().blocker_is(State.OPEN)
        for link in links.blocker_idle(self.quiet_days):
            severity = None if link.blocked.planned else Severity.REPORT
            yield self.on_link(link, _message, _action, severity=severity)


def _message(link: LinkView) -> str:
    return f"{link.blocker.ref} ({link.blocker.team.name}) has been quiet since {link.blocker.moved:%d %b %Y}"


def _action(link: LinkView) -> str:
    return f"ask {link.blocker.team.name} again, with the day by which it is needed, or begin a fallback"
