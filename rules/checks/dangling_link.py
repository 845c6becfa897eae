"""DT404 dangling-link."""

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
class DanglingLink(Rule):
    """An issue waits on something that cannot be seen.

    ## What it does
    Reports an open link whose blocker was deleted, is out of Detour's reach, or, in saved files, is neither in them
    nor has its state told by a link. Such a blocker counts as open, never as done.

    ## Why is this bad
    Nobody can tell whether the wait is over, so it may never end, or may have ended long ago.

    ## How to resolve
    Correct or remove the link, give Detour access to the other project, or save its issues too.
    """

    code = "DT404"
    name = "dangling-link"
    severity = Severity.WARNING

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link, inside one team too."""
        unseen = graph.waiting().blocker_is(State.UNKNOWN, State.GONE)
        for link in unseen.not_waived(self.code, self.name):
            yield self.on_link(link, _message, "correct or remove the link, or let Detour read the other project")


def _message(link: LinkView) -> str:
    gone = link.blocker.state is State.GONE
    why = "was deleted or is out of reach" if gone else "is not among the issues that were read"
    return f"waits on {link.blocker.ref}, which {why}"
