"""DT203 migration-due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.model import FallbackKind, State
from rules.promises import promises
from rules.rule import Finding, Rule, Severity, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.promises import Promise
    from rules.views import IssueView


@dataclass(frozen=True, kw_only=True)
class MigrationDue(Rule):
    """What was asked for has come, and the hack lives on.

    ## What it does
    Reports a hack or a rebuild that was begun or built, once what it stood in for is done and as long as its migration
    is not. The finding is on the migration's ticket while that is open, else on the issue that declared the hack; on
    one that is closed it is a line in reports.

    ## Why is this bad
    From this day on the hack is paid for and needed by nobody, and each change around it makes it harder to remove.

    ## How to resolve
    Do the migration now, while people remember the hack.
    """

    code = "DT203"
    name = "migration-due"
    severity = Severity.WARNING
    speaks = True
    by_default = False

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding for each hack."""
        for promise in promises(graph, {FallbackKind.HACK, FallbackKind.REBUILD}):
            came = [one for one in promise.blockers() if one.state is State.DONE]
            if not came or not _lives(promise):
                continue
            home = promise.home
            yield self.on_issue(
                home,
                f"{named(one.ref for one in came)} came, and {_hack(promise)} lives on",
                f"replace it now: {_how(promise.migration)}",
                severity=None if home.state is State.OPEN else Severity.REPORT,
            )


def _hack(promise: Promise) -> str:
    return f"the hack {promise.ticket.ref} of {promise.issue.ref}"


def _lives(promise: Promise) -> bool:
    """Whether the hack was at least begun, and is not replaced."""
    ticket, migration = promise.ticket, promise.migration
    begun = ticket.state is State.DONE or (ticket.state is State.OPEN and ticket.started)
    return begun and (migration is None or migration.state is not State.DONE)


def _how(migration: IssueView | None) -> str:
    return "create a ticket for it, and name it: Migration: REF" if migration is None else f"do {migration.ref}"
