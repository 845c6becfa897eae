"""DT303 importance-mismatch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.model import State
from rules.rule import Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import LinkView


@dataclass(frozen=True, kw_only=True)
class ImportanceMismatch(Rule):
    """An urgent issue waits on one that is of little importance to the team that has it.

    ## What it does
    Reports a link to another team's open issue where the waiting issue is at least `ranks` priorities more urgent
    than the blocker. Both priorities must be known. With a fallback that stands or a waiver it is shown on the page
    only.

    ## Why is this bad
    The other team works by its own priorities, and by these the work comes late or never.

    ## How to resolve
    Tell them what it is needed for and what going without it would cost, so that they can weigh it; or count on your
    own fallback. Only they set the priority of their issue.
    """

    code = "DT303"
    name = "importance-mismatch"
    severity = Severity.WARNING
    ranks: int = 2

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a link."""
        waits = graph.columns.waits
        urgency = graph.columns.progress.urgency.astype(np.int32)
        ours, theirs = urgency[waits.blocked], urgency[waits.blocker]
        mismatched = np.asarray((ours > 0) & (theirs > 0) & (theirs - ours >= self.ranks))
        links = graph.waiting().across_teams().blocker_is(State.OPEN).keep(mismatched)
        yield from self.on_links(links, _message, _action)


def _message(link: LinkView) -> str:
    blocked, blocker, ranks = link.blocked, link.blocker, len(link.graph.policy.priorities)
    return (
        f"{blocked.ref} is {blocked.urgency} in a ranking of {ranks} priorities, "
        f"and {blocker.ref} ({blocker.team.name}), which it waits on, is {blocker.urgency}"
    )


def _action(link: LinkView) -> str:
    return f"tell {link.blocker.team.name} what {link.blocker.ref} is needed for, or count on a fallback"
