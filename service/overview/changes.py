"""What an audit found that an earlier one had not, and what that one had found and is gone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.engine import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.accepted import Accepted
    from service.audit import Audit


@dataclass(frozen=True, slots=True)
class Changes:
    """Findings since the baseline. ``gone`` counts those that are no more, by the name of their rule.

    What somebody has ``accepted`` since then is no finding any more, but not gone either.
    """

    new: int
    known: int
    accepted: int
    gone: tuple[tuple[str, int], ...]

    @property
    def settled(self) -> int:
        """How many are gone."""
        return sum(count for _, count in self.gone)


def changes(audit: Audit, accepted: Iterable[Accepted]) -> Changes:
    """The difference to the baseline that the audit was given. Pure."""
    new = len(audit.new_findings)
    names = {rule.code: rule.name for rule in (*catalogue(), *audit.graph.policy.own_rules)}
    ended = audit.known - {finding.key for finding in audit.findings}
    signed = ended & {one.finding.key for one in accepted}
    codes = (key.partition(":")[0] for key in ended - signed)
    gone = Counter(names.get(code, code) for code in codes)
    by_count = sorted(gone.items(), key=lambda one: (-one[1], one[0]))
    return Changes(new, len(audit.findings) - new, len(signed), tuple(by_count))
