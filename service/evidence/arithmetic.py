"""How the odds of an issue are reckoned, as a sum that people can follow; and what they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from math import isclose
from typing import TYPE_CHECKING, Final

from rules.odds.chances import percent
from rules.odds.outlook import Outlook
from rules.odds.structure import Role
from rules.views import IssueView
from service.evidence.shown import Factor, Odds
from service.survey.naming import figure_of, issue_of, team_of

if TYPE_CHECKING:
    from rules.graph import Graph
    from rules.odds.structure import Step, Steps

WEIGHED: Final = 2_000
"""Steps; the odds of an issue on which more decides are told by audits only."""
LISTED: Final = 12
"""Factors that are listed, and as many a sum may have to be followed."""
SHARED: Final = "reckoned exactly, for parts of it wait on the same issues: each of these comes or does not, for all"
SIMULATED: Final = "simulated, for too much of it waits on the same issues"
LONG: Final = "the odds of all that it stands on, multiplied"
CERTAIN: Final = 1.0


def odds_of(graph: Graph, row: int) -> Odds | None:
    """The odds of an issue; ``None`` where they stand on nobody else, or on more than can be weighed at once. Pure."""
    outlook = graph.derived(Outlook)
    steps = outlook.conditions(row)
    asked = outlook.others_asked(row) if len(steps) <= WEIGHED else []
    if not asked:
        return None
    chance = outlook.chance(row)
    least_first = sorted(asked, key=lambda one: (outlook.figure(one).odds, one))
    factors = tuple(_factor(outlook, steps, one) for one in least_first[:LISTED])
    arithmetic = _arithmetic(steps, (row, Role.WORK), chance.odds, simulated=bool(chance.error))
    return Odds(chance.odds, chance.error, arithmetic, factors, max(0, len(asked) - LISTED))


def _factor(outlook: Outlook, steps: Steps, row: int) -> Factor:
    view, asked = IssueView(outlook.graph, row), (row, Role.ASK)
    groups = (group for one in steps.values() for group in one.needs if asked in group)
    instead = dict.fromkeys(step[0] for group in groups for step in group if step != asked)
    tickets = tuple(issue_of(IssueView(outlook.graph, one)) for one in instead)
    return Factor(issue_of(view), team_of(view.team), figure_of(outlook.figure(row)), tickets)


def _arithmetic(steps: Steps, wanted: Step, odds: float | None, *, simulated: bool) -> str:
    if odds is None:
        return ""
    if simulated:
        return SIMULATED
    summed = _Sum(steps).of(wanted, frozenset())
    if summed is None or not isclose(summed.odds, odds, abs_tol=1e-9):
        return SHARED
    if summed.parts == 1:
        return ""
    return f"{summed.words} = {percent(odds)}" if summed.parts <= LISTED else f"{LONG} = {percent(odds)}"


@dataclass(frozen=True, slots=True)
class _Term:
    """A part of a sum: what it comes to, how it is written, and how many figures are in it."""

    odds: float
    words: str
    parts: int


@dataclass(frozen=True, slots=True)
class _Sum:
    """Multiplies as if nothing were shared; whoever asks compares the outcome with the odds as they are."""

    steps: Steps

    def of(self, step: Step, above: frozenset[Step]) -> _Term | None:
        """``None`` where it leads back to itself."""
        if step in above:
            return None
        condition = self.steps[step]
        terms = [] if condition.odds == CERTAIN else [_Term(condition.odds, percent(condition.odds), 1)]
        for group in condition.needs:
            term = self._group(group, above | {step})
            if term is None:
                return None
            if term.parts:
                terms.append(term)
        return _product(terms)

    def _group(self, group: tuple[Step, ...], above: frozenset[Step]) -> _Term | None:
        found = [self.of(one, above) for one in group]
        terms = [one for one in found if one is not None]
        if len(terms) < len(found):
            return None
        if len(terms) == 1:
            return terms[0]
        missing = _product([_Term(1 - one.odds, f"(1 - {one.words})", one.parts) for one in terms])
        return _Term(1 - missing.odds, f"(1 - {missing.words})", missing.parts)


def _product(terms: list[_Term]) -> _Term:
    odds, parts = CERTAIN, 0
    for one in terms:
        odds, parts = odds * one.odds, parts + one.parts
    return _Term(odds, " x ".join(one.words for one in terms) or percent(odds), parts)
