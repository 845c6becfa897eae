"""Where to act first: a few steps, each with what it is good for, chosen from all that an audit found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.odds.chances import percent
from rules.rule import counted, named
from service.overview.fallbacks import false_fallbacks, why_false
from service.overview.places import Places
from service.reports.days import days, many

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rules.odds.horizons import Horizon
    from rules.rule import Finding
    from rules.wholes import Whole
    from service.reports.report import Report

MOST: Final = 5
NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """What to do, why, the issues that it begins with, and the part of the report that tells more."""

    what: str
    why: str
    section: str
    issues: tuple[Whole, ...] = ()


def first_steps(report: Report) -> list[Step]:
    """The steps that matter most, at most five. Pure."""
    makers: tuple[Callable[[], Iterator[Step]], ...] = (
        lambda: _stuck(report, report.horizons[-1]),
        lambda: _due(report),
        lambda: _next_fallback(report),
        lambda: _false(report),
        lambda: _dropped(report),
        lambda: _council(report),
        lambda: _hacks(report),
    )
    return [step for make in makers for step in make()][:MOST]


def _stuck(report: Report, whole: Horizon) -> Iterator[Step]:
    stuck = whole.together.stuck
    if stuck:
        plans = [one.issue for one in report.plans.listed if not one.chance.odds]
        yield Step(
            f"Settle {counted(stuck, 'plan')} that cannot land as {'it stands' if stuck == 1 else 'they stand'}",
            f"{_waits(whole.together.ringed, 'in a ring')}{_waits(whole.together.in_vain, 'on work that was dropped')}"
            "and nothing stands in.",
            "plans",
            tuple(plans[:NAMED]),
        )


def _waits(count: int, where: str) -> str:
    return f"{count} {'waits' if count == 1 else 'wait'} {where}, " if count else ""


def _due(report: Report) -> Iterator[Step]:
    due = [one for one in report.audit.findings if one.code == "DT108" and one.severity]
    if due:
        yield Step(
            f"Begin {counted(len(due), 'fallback')} now",
            f"{due[0].message}{_and_more(due)}.",
            "findings",
            _issues(due),
        )


def _next_fallback(report: Report) -> Iterator[Step]:
    best = report.plans.next
    if best is None:
        return
    link = best.link
    before = "no odds" if best.before is None else percent(best.before)
    work = many(best.lead.days, "day")
    yield Step(
        f"Plan a fallback for {link.blocker.ref} of {link.blocker.team.name}",
        f"It gains most a day of work: a plan of {link.blocked.team.name} goes from {before} to "
        f"{percent(best.after)} for {work} ({best.lead.known.value}).",
        "next",
        (link.blocked,),
    )


def _false(report: Report) -> Iterator[Step]:
    found = [one for one in false_fallbacks(report.audit.findings) if one.severity]
    if found:
        what = f"Replace {counted(len(found), 'fallback')} that {'is' if len(found) == 1 else 'are'} none"
        yield Step(what, f"{named(why_false(found))}.", "false", _issues(found))


def _dropped(report: Report) -> Iterator[Step]:
    found = [one for one in report.audit.findings if one.code == "DT306" and one.severity]
    if found:
        yield Step(
            f"Decide on {counted(len(found), 'wait')} for what was dropped",
            f"{found[0].message}{_and_more(found)}.",
            "findings",
            _issues(found),
        )


def _and_more(found: Sequence[Finding]) -> str:
    return f"; and {len(found) - 1} more like it" if len(found) > 1 else ""


def _issues(found: Sequence[Finding]) -> tuple[Whole, ...]:
    first: Mapping[str, Whole] = {str(one.issue.ref): one.issue for one in reversed(found)}
    return tuple(reversed(list(first.values())))[:NAMED]


def _council(report: Report) -> Iterator[Step]:
    for one in report.guidance.council[:1]:
        silent = f"; {counted(one.unanswered, 'ask')} there {_have(one.unanswered)} no answer" if one.unanswered else ""
        yield Step(
            f"Weigh what is asked of {one.asked.name}, in one place",
            f"{Places.of(report.audit).counted(one.teams)} wait there for {counted(len(one.asks), 'ticket')}{silent}.",
            "council",
            tuple(ask.ticket for ask in one.asks[:NAMED]),
        )


def _have(count: int) -> str:
    return "has" if count == 1 else "have"


def _hacks(report: Report) -> Iterator[Step]:
    for blocker, account in report.guidance.ledger.by_blocker[:1]:
        if account.keep.days:
            yield Step(
                f"Get {blocker.ref} of {blocker.team.name} done, or stop paying for it",
                f"What was built in its place costs {Places.of(report.audit).counted(len(account.teams))} "
                f"{days(account.keep.days)} a month.",
                "ledger",
                (blocker,),
            )
