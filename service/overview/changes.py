"""What an audit found that an earlier one had not, and what that one had found and is gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.engine import catalogue

if TYPE_CHECKING:
    from service.audit import Audit


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings since the baseline. ``gone`` counts those that are no more, by the name of their rule."""

    new: int
    known: int
    gone: tuple[tuple[str, int], ...]

    @property
    def settled(self) -> int:
        """How many are gone."""
        return sum(count for _, count in self.gone)


def changes(audit: Audit) -> Changes:
    """The difference to the baseline that the audit was given. Pure."""
    new = len(audit.new_findings)
    names = {rule.code: rule.name for rule in (*catalogue(), *audit.graph.policy.own_rules)}
    found = {finding.key for finding in audit.findings}
    codes = (key.partition(":")[0] for key in audit.known - found)
    gone = Counter(names.get(code, code) for code in codes)
    return Changes(new, len(audit.findings) - new, tuple(sorted(gone.items(), key=lambda one: (-one[1], one[0]))))
