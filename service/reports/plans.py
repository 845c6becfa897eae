"""What a report tells of plans: as the JSON's ``plans``, and as a few lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.odds.chances import percent
from service.printable import printable
from service.reports.issues import issue_json, link_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.odds.horizons import Horizon
    from rules.odds.plans import SelfReliance
    from rules.odds.remedies import Remedy
    from service.plans import PlanOdds, Plans, Weakest

MOST_LINES = 10
LONGEST_TITLE = 44


def document(plans: Plans, horizons: Sequence[Horizon] = ()) -> dict[str, Any]:
    """The ``plans`` of an audit's JSON. Odds are shares of 1, or ``null`` where a plan waits in a ring."""
    return {
        "self_reliance": _reliance(plans.reliance),
        "landing": [_landing(one) for one in horizons],
        "count": plans.count,
        "waiting": plans.waiting,
        "in_danger": plans.in_danger,
        "danger_odds": plans.danger_odds,
        "cheapest_next": _remedy(plans.next),
        "plans": [_plan(one) for one in plans.listed],
    }


def lines(plans: Plans) -> Iterator[str]:
    """The plans in the danger zone, and the cheapest next fallback; nothing where nothing is planned."""
    if not plans.count:
        return
    if plans.in_danger:
        noun, verb = ("plan", "is") if plans.in_danger == 1 else ("plans", "are")
        yield f"{plans.in_danger} {noun} {verb} in the danger zone, with odds below {percent(plans.danger_odds)}:"
        shown = plans.endangered[:MOST_LINES]
        yield from (f"  {_line(one)}" for one in shown)
        if plans.in_danger > len(shown):
            yield f"  ... and {plans.in_danger - len(shown)} more"
    if plans.next is not None:
        yield f"The fallback that gains most a day of work: {_remedy_line(plans.next)}."


def _line(one: PlanOdds) -> str:
    title = f" {printable(one.issue.title, LONGEST_TITLE)}" if one.issue.title else ""
    link = one.weakest.link
    weakest = f"{link.blocker.ref} of {link.blocker.team.name} at {one.weakest.chance}"
    return f"{one.issue.ref}{title}: {one.chance} ({one.known}); the weakest is {weakest}"


def _remedy_line(remedy: Remedy) -> str:
    link, days = remedy.link, f"{remedy.lead.days:g}"
    before = "no odds" if remedy.before is None else percent(remedy.before)
    work = f"{days} day" if remedy.lead.days == 1 else f"{days} days"
    gain = f"from {before} to {percent(remedy.after)} for {work} ({remedy.lead.known.value})"
    return f"one for {link.blocked.ref} in place of {link.blocker.ref}, which takes its plan {gain}"


def _reliance(reliance: SelfReliance) -> dict[str, Any]:
    return {
        "share": reliance.share,
        "covered": reliance.covered,
        "plans": reliance.plans,
        "until": None if reliance.until is None else reliance.until.isoformat(),
    }


def _landing(horizon: Horizon) -> dict[str, Any]:
    """Some plans at once. Their odds are those of all that can land; ``null`` if none can."""
    together = horizon.together
    none = together.stuck == together.plans
    return {
        **_reliance(horizon.reliance),
        "hangs_on": [team.slug for team in horizon.hangs_on],
        "ringed": together.ringed,
        "in_vain": together.in_vain,
        "odds": None if none else together.chance.odds,
        "standard_error": together.chance.error,
    }


def _plan(one: PlanOdds) -> dict[str, Any]:
    needed_by = one.issue.needed_by
    return {
        "issue": issue_json(one.issue),
        "team": one.issue.team.slug,
        "needed_by": None if needed_by is None else needed_by.isoformat(),
        "odds": one.chance.odds,
        "standard_error": one.chance.error,
        "blockers": one.blockers,
        "known": one.known,
        "relies_on_itself": one.relies_on_itself,
        "weakest": _weakest(one.weakest),
        "cheapest_next": _remedy(one.next),
    }


def _weakest(weakest: Weakest) -> dict[str, Any]:
    figure = weakest.figure
    return {
        "link": link_json(weakest.link),
        "odds": weakest.chance.odds,
        "team": {"odds": figure.odds, "low": figure.low, "high": figure.high, "known": figure.known},
    }


def _remedy(remedy: Remedy | None) -> dict[str, Any] | None:
    if remedy is None:
        return None
    return {
        "link": link_json(remedy.link),
        "odds_before": remedy.before,
        "odds_after": remedy.after,
        "days": remedy.lead.days,
        "days_known": remedy.lead.known.value,
    }
