"""DT201 hack-without-migration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.deadlines import standing_on
from rules.rule import Finding, Rule, Severity
from rules.statements import FallbackKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.views import FallbackView

TEMPORARY = {FallbackKind.HACK: "hack", FallbackKind.REBUILD: "rebuild"}


@dataclass(frozen=True, kw_only=True)
class HackWithoutMigration(Rule):
    """A hack has no ticket for getting rid of it.

    ## What it does
    Reports a standing fallback that is a hack or a rebuild and for which no migration is named.

    ## Why is this bad
    What was meant for a while stays for good when nobody has planned its end, and each month it costs its keep.

    ## How to resolve
    Create the ticket that replaces it once the other team's work is there, and name it: `Migration: REF`.
    """

    code = "DT201"
    name = "hack-without-migration"
    severity = Severity.WARNING

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding for each such fallback of a link."""
        for link in self.asking_others(graph).covered():
            for fallback in standing_on(link):
                if fallback.kind in TEMPORARY and fallback.migration is None:
                    yield self._finding(fallback, _message, _action, severity=None)


def _message(fallback: FallbackView) -> str:
    kind = TEMPORARY[fallback.kind]
    return f"the {kind} {fallback.ticket.ref} for {fallback.link.blocker.ref} has no migration"


def _action(fallback: FallbackView) -> str:
    return f"create the ticket that replaces {fallback.ticket.ref} later, and name it: Migration: REF"
