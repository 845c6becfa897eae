"""DT401 dependency-cycle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.rule import Finding, Reach, Rule, Severity, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph


@dataclass(frozen=True, kw_only=True)
class DependencyCycle(Rule):
    """Issues wait on each other in a ring, so that none of them can start.

    ## What it does
    Reports each ring of open links once, on the first of its issues, with all its links. It is an error where the
    ring goes through several teams, and info inside one team.

    ## Why is this bad
    Everyone in the ring waits for everyone else, and each of them looks like somebody else's turn.

    ## How to resolve
    Find the link that is not needed, or that a smaller piece of work could serve, and remove it.
    """

    code = "DT401"
    name = "dependency-cycle"
    severity = Severity.ERROR
    reach = Reach.PLAN
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a strongly connected component of open links."""
        for first, links in graph.rings():
            members = sorted({end.ref for link in links for end in (link.blocked, link.blocker)})
            ring = (
                f"{named(members)} wait on each other in a ring"
                if len(members) > 1
                else f"{named(members)} waits on itself"
            )
            yield self.on_issue(
                first,
                ring,
                "remove the link that is needed least, so that one of them can start",
                links=links,
                severity=Severity.ERROR if any(link.crosses for link in links) else Severity.INFO,
            )
