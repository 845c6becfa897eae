"""What a fallback costs: to build, to keep and to remove, each with how that is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.deadlines import Estimate, Known, estimated
from rules.statements import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rules.graph import Graph
    from rules.statements import Cost, FallbackKind


@dataclass(frozen=True, slots=True)
class Price:
    """What a fallback costs; keeping it does so each month."""

    build: Estimate
    keep: Estimate
    remove: Estimate


NOTHING = Estimate(0.0, Known.ASSUMED)
"""What stays when it is built, and costs nothing that anybody declared."""


def price_of(graph: Graph, slug: str, cost: Cost, kind: FallbackKind) -> Price:
    """The price of a fallback of a team: as declared, else as the median of that team's, else assumed. Pure.

    Only hacks and rebuilds are kept and taken out again where nothing else is declared.
    """
    median, assumed = graph.experience.costs_of(slug), graph.policy.assumptions
    goes = kind in TEMPORARY
    return Price(
        build=estimated(cost.build, median.build, assumed.build),
        keep=estimated(cost.keep, median.keep, assumed.keep) if goes or cost.keep is not None else NOTHING,
        remove=estimated(cost.remove, median.remove, assumed.remove) if goes or cost.remove is not None else NOTHING,
    )


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of expenses: working days by how they are known."""

    by: Mapping[Known, float]

    @property
    def days(self) -> float:
        """All of them."""
        return sum(self.by.values())

    @classmethod
    def of(cls, expenses: Iterable[Estimate]) -> Total:
        """The sum of some expenses; what costs nothing is not in it."""
        found: defaultdict[Known, float] = defaultdict(float)
        for one in expenses:
            if one.days:
                found[one.known] += one.days
        return cls(dict(found))
