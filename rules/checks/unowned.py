"""DT505 unowned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.rule import Finding, Reach, Rule, Severity, counted, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph


@dataclass(frozen=True, kw_only=True)
class Unowned(Rule):
    """A project or repository belongs to no configured team, or an issue to several with equal right.

    ## What it does
    Where teams are configured, reports each project or repository with open issues that no team owns, and the
    issues that several teams claim by equally specific entries.

    ## Why is this bad
    Whether a link crosses teams is guessed there: the container stands in as a team, or the first team in the file
    wins.

    ## How to resolve
    Add the project or repository to the team that owns it, or make one of the entries more specific.
    """

    code = "DT505"
    name = "unowned"
    severity = Severity.REPORT
    reach = Reach.REPORT

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a container, and one for each set of teams that claim the same issues."""
        for container, count in graph.unowned_containers():
            yield self.on_issue(
                container,
                f"{container.ref} belongs to no configured team ({counted(count, 'open issue')})",
                f"add {container.ref.tracker}:{container.ref} to the owns of a team",
            )
        for slugs, issues in graph.tied():
            claimed = named(issue.ref for issue in issues)
            yield self.on_issue(
                issues[0],
                f"{named(slugs)} claim {claimed} with equal right; {slugs[0]} comes first and wins",
                "make one of their entries more specific",
            )
