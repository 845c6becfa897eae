"""The first sentences of a report: which plans need nobody else, on whom the rest hangs, and the odds of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.columns import NEVER
from rules.odds.chances import percent
from rules.odds.outlook import Outlook
from rules.odds.plans import needed_soon
from rules.rule import counted, named
from service.overview.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.odds.horizons import Horizon
    from rules.odds.plans import SelfReliance
    from rules.odds.together import Together
    from service.audit import Audit

NAMED: Final = 3
"""Up to so many teams are named, more are counted."""
A_PLAN: Final = (
    "A plan is an open issue that is in progress, in an active sprint, in an unreleased version or an open milestone "
    "with a date, or needed by a day."
)


@dataclass(frozen=True, slots=True)
class Headline:
    """``big`` is read in ten seconds; ``more`` qualifies it."""

    big: tuple[str, ...]
    more: tuple[str, ...] = ()


def headline(audit: Audit, found: Sequence[Horizon]) -> Headline:
    """The headline over the plans that are needed first, and what is to be said of all others. Pure."""
    places = Places.of(audit)
    if not audit.graph.columns.issues.read.any():
        return Headline(("No issues were read.",))
    first, whole = found[0], found[-1]
    if not whole.reliance.plans:
        return _without_plans(audit, places)
    big, more = [_ships(first.reliance, places), *_rest(first, places)], list(_overdue(audit, first))
    if first.reliance.plans < whole.reliance.plans:
        hangs = whole.reliance.covered < whole.reliance.plans
        (big if hangs and first.reliance.share == 1 else more).append(_of_all(whole, places))
    return Headline(tuple(big), (*more, *_qualified(whole.together), *_unconfigured(places)))


def _ships(reliance: SelfReliance, places: Places) -> str:
    nobody = f"even if no other {places.one} delivers"
    when = f" needed by {reliance.until:%d %b %Y}" if reliance.until else ""
    if reliance.plans == 1:
        ships = f"ships {nobody}" if reliance.covered else f"does not ship if no other {places.one} delivers"
        return f"The only plan{when} {ships}."
    if not reliance.covered:
        return f"None of the {reliance.plans} plans{when} ships if no other {places.one} delivers."
    if reliance.covered == reliance.plans:
        return f"All {reliance.plans} plans{when} ship {nobody}."
    return f"{percent(reliance.covered / reliance.plans)} of the {reliance.plans} plans{when} ship {nobody}."


def _rest(horizon: Horizon, places: Places) -> Iterator[str]:
    reliance, odds = horizon.reliance, _odds(horizon.together)
    if reliance.covered < reliance.plans:
        rest = "The rest hangs on" if reliance.covered else "They hang on" if reliance.plans > 1 else "It hangs on"
        yield f"{rest} {_whom(horizon, places)}; {odds}."
    elif horizon.together.stuck or horizon.together.chance.odds != 1:
        yield f"{odds[0].upper()}{odds[1:]}."


def _of_all(whole: Horizon, places: Places) -> str:
    """Of all plans, where only those needed first were told before."""
    reliance = whole.reliance
    hangs = reliance.plans - reliance.covered
    if not hangs:
        rest = "so do all others" if whole.together.stuck == 0 else "so do all others that can"
        return f"Of all {reliance.plans} plans, {rest}; {_odds(whole.together)}."
    verb = "hangs" if hangs == 1 else "hang"
    return f"Of all {reliance.plans} plans, {hangs} {verb} on {_whom(whole, places)}; {_odds(whole.together)}."


def _whom(horizon: Horizon, places: Places) -> str:
    names = [team.name for team in horizon.hangs_on]
    return named(names) if len(names) <= NAMED else places.counted(len(names))


def _odds(together: Together) -> str:
    odds = percent(together.chance.odds or 0)
    if together.stuck == together.plans:
        return "it cannot land as things stand" if together.plans == 1 else "none can land as things stand"
    if together.stuck:
        return f"{together.stuck} cannot land as things stand, and the odds that all others do are {odds}"
    return f"the odds that {'it lands' if together.plans == 1 else 'all land'} are {odds}"


def _qualified(together: Together) -> Iterator[str]:
    reasons = [
        f"{counted(together.ringed, 'plan')} {'waits' if together.ringed == 1 else 'wait'} in a ring",
        f"{counted(together.in_vain, 'plan')} {'waits' if together.in_vain == 1 else 'wait'} on work that was dropped",
    ]
    told = [reason for reason, count in zip(reasons, (together.ringed, together.in_vain), strict=True) if count]
    if told:
        yield f"{' and '.join(told)}, and nothing stands in."
    if together.chance.error:
        yield f"The odds of all are simulated, with a standard error of {together.chance.error * 100:.1f} points."


def _overdue(audit: Audit, horizon: Horizon) -> Iterator[str]:
    """Of plans whose day has passed, that they still count."""
    outlook = audit.graph.derived(Outlook)
    days = audit.graph.needed_by[needed_soon(outlook)[0]]
    late = int(((days != NEVER) & (days < audit.as_of.toordinal())).sum())
    reliance = horizon.reliance
    if not late or reliance.until is None:
        return
    when = f"needed by {reliance.until:%d %b %Y}"
    if reliance.plans == 1:
        yield f"The plan {when} is past its day already, and still open."
    else:
        some = f"All {late}" if late == reliance.plans else f"{late} of the {reliance.plans}"
        past = "is past its" if late == 1 else "are past their"
        yield f"{some} plans {when} {past} day already, and still open."


def _without_plans(audit: Audit, places: Places) -> Headline:
    across = audit.between_teams
    bare = len(across.uncovered())
    if not len(across):
        waits = f"No issue waits on another {places.one}."
    elif len(across) == 1:
        waits = f"The only wait on another {places.one} has {'no' if bare else 'a'} fallback that stands."
    elif bare:
        waits = f"{bare} of {len(across)} waits on other {places.many} have no fallback that stands."
    else:
        waits = f"All {len(across)} waits on other {places.many} have a fallback that stands."
    return Headline(("Nothing here is planned, so no plan can fail.", waits), (A_PLAN, *_unconfigured(places)))


def _unconfigured(places: Places) -> Iterator[str]:
    if not places.configured:
        yield f"No teams are configured: each {places.one} stands for one. [teams] in the configuration names them."
