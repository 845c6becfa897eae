"""DT306 blocker-dropped."""

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
class BlockerDropped(Rule):
    """An issue waits on something that will not be done, and no fallback stands.

    ## What it does
    Reports a link to another team whose blocker was closed without being done, where no fallback stands.

    ## Why is this bad
    Closed looks like delivered. The waiting issue seems free while what it needs will never come.

    ## How to resolve
    Declare a fallback and start it, ask again with the reason it matters, or remove the link if it is not needed.
    """

    code = "DT306"
    name = "blocker-dropped"
    severity = Severity.ERROR
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        dropped = graph.waiting().across_teams().uncovered().blocker_is(State.DROPPED)
        for link in dropped.not_waived(self.code, self.name):
            yield self.on_link(link, _message, _action)


def _message(link: LinkView) -> str:
    blocker = link.blocker
    return f"{blocker.ref} ({blocker.team.name}) was closed without being done, and no fallback stands"


def _action(link: LinkView) -> str:
    return f"declare what {link.blocked.team.name} does instead, or remove the link if it is not needed"
