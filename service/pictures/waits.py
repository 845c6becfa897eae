"""What pictures of an organisation are drawn from: who waits on whom, team by team."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.columns import TeamRow


@dataclass(frozen=True, slots=True)
class Waits:
    """So many open ``links`` lead from one team to another; of these ``covered`` have a fallback that stands."""

    waiting: TeamRow
    asked: TeamRow
    links: int
    covered: int

    @property
    def uncovered(self) -> int:
        """Those that hang on the other team."""
        return self.links - self.covered

    def __str__(self) -> str:
        """For people."""
        count = "1 open link" if self.links == 1 else f"{self.links} open links"
        plan_b = f"{self.covered or 'none'} of them with a fallback that stands"
        if self.links == 1:
            plan_b = "with a fallback that stands" if self.covered else "with no fallback that stands"
        return f"{self.waiting.name} waits on {self.asked.name}: {count}, {plan_b}"


def busiest(waits: Iterable[Waits]) -> list[TeamRow]:
    """The teams, those first at which most links begin or end."""
    counts: Counter[TeamRow] = Counter()
    for one in waits:
        counts[one.waiting] += one.links
        counts[one.asked] += one.links
    return sorted(counts, key=lambda team: (-counts[team], team.name, team.slug))
