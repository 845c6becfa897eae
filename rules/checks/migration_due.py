"""DT203 migration-due."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.model import State
from rules.promises import promises
from rules.rule import Finding, Rule, Severity, named
from rules.statements import TEMPORARY
from rules.views import IssueView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.promises import Promise
    from rules.views import LinkView


@dataclass(frozen=True, kw_only=True)
class MigrationDue(Rule):
    """What was asked for has come, and the hack lives on.

    ## What it does
    Reports a hack or a rebuild that was begun or built, once all that it stood in for is done and as long as its
    migration is not. The finding is on the migration's ticket while that is open, else on the issue that declared the
    hack; on one that is closed it is a line in reports.

    ## Why is this bad
    From this day on the hack is paid for and needed by nobody, and each change around it makes it harder to remove.

    ## How to resolve
    Do the migration now, while people remember the hack.
    """

    code = "DT203"
    name = "migration-due"
    severity = Severity.WARNING
    speaks = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding for each blocker that came, on each issue that is told so."""
        waived = graph.waivers.in_force(self.code, self.name)
        due: defaultdict[tuple[int, int], dict[LinkView, list[Promise]]] = defaultdict(dict)
        for promise in promises(graph.ever().across_teams(), np.isin(graph.columns.declarations.kind, TEMPORARY)):
            if promise.has_come and _lives(promise):
                for link in promise.links:
                    if waived[link.row]:
                        continue
                    due[promise.home.row, link.blocker.row].setdefault(link, []).append(promise)
        for (home, blocker), found in due.items():
            hacks = [promise for some in found.values() for promise in some]
            yield self.on_issue(
                IssueView(graph, home),
                f"{IssueView(graph, blocker).ref} came, and {_live_on(hacks)}",
                f"replace it now: {_how(hacks[0].migration)}",
                links=tuple(sorted(found, key=lambda link: link.blocked.ref)),
                severity=None if IssueView(graph, home).state is State.OPEN else Severity.REPORT,
            )


def _lives(promise: Promise) -> bool:
    """Whether the hack was at least begun, and is not replaced."""
    ticket, migration = promise.ticket, promise.migration
    begun = ticket.state is State.DONE or (ticket.state is State.OPEN and ticket.started)
    return begun and (migration is None or migration.state is not State.DONE)


def _live_on(hacks: list[Promise]) -> str:
    found = sorted({(hack.ticket.ref, hack.issue.ref) for hack in hacks})
    words = named(f"{ticket} of {issue}" for ticket, issue in found)
    return f"the hack {words} lives on" if len(found) == 1 else f"the hacks {words} live on"


def _how(migration: IssueView | None) -> str:
    if migration is None or migration.state is State.DROPPED:
        return "create a ticket for it, and name it: Migration: REF"
    return f"do {migration.ref}"
