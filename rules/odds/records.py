"""The odds of a team to do in time what is asked of it, from what it did before, with how they are known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.experience import Record

if TYPE_CHECKING:
    from rules.experience import Experience
    from rules.policy import Assumptions

STRENGTH = 8.0
"""How many dated issues the prior weighs: a record shorter than this tells less than what was expected before it."""
CREDIBLE = 0.9
"""How likely the odds are within their interval."""
NO_RECORD = Record()
ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Figure:
    """Odds, a share of 1, within an interval; ``known`` says for people where they come from."""

    odds: float
    low: float
    high: float
    known: str

    @classmethod
    def certain(cls, odds: float, known: str) -> Figure:
        """Odds that nothing is to be learnt about."""
        return cls(odds, odds, odds, known)


def mean_of_team(slug: str, experience: Experience, assumptions: Assumptions) -> float:
    """What is to be expected of a team: its own record, weighed against that of the whole organisation. Pure.

    The mean of a Beta distribution, the conjugate prior of a share. The organisation's record has a prior too, the
    assumption: no team has odds of exactly 0 or 1 for nothing but a short history.
    """
    return _mean(experience.records.get(slug, NO_RECORD), _mean(experience.overall, assumptions.odds))


def odds_of_team(slug: str, experience: Experience, assumptions: Assumptions) -> Figure:
    """The same with the interval that it lies in, by the quantiles of that distribution. Pure."""
    own, overall = experience.records.get(slug, NO_RECORD), experience.overall
    if own.dated:
        known = f"{own.on_time} of {own.dated} on time"
    elif overall.dated:
        known = f"the organisation's record: {overall.on_time} of {overall.dated} on time"
    else:
        known = ASSUMED
    return _figure(own, _mean(overall, assumptions.odds), known)


def _mean(record: Record, expected: float) -> float:
    return (record.on_time + STRENGTH * expected) / (record.dated + STRENGTH)


def _figure(record: Record, expected: float, known: str) -> Figure:
    good = record.on_time + STRENGTH * expected
    bad = record.dated - record.on_time + STRENGTH * (1 - expected)
    if not good or not bad:  # assumed to be certain, and nothing seen that tells otherwise: there is no distribution
        return Figure.certain(_mean(record, expected), known)
    from scipy.special import betaincinv  # noqa: PLC0415  # these quantiles, without all of scipy.stats, once wanted

    low, high = betaincinv(good, bad, [(1 - CREDIBLE) / 2, (1 + CREDIBLE) / 2])
    return Figure(_mean(record, expected), float(low), float(high), known)
