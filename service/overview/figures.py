"""The few figures that a page shows large, each with what it counts and where more of it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.odds.chances import percent
from rules.rule import counted
from service.overview.fallbacks import false_fallbacks
from service.reports.days import days

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.reports.report import Report


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure, and whether it calls for somebody."""

    value: str
    what: str
    section: str
    bad: bool = False
    was: str = ""
    """What it was in the audit that this one is compared with, where that told."""


def figures(report: Report) -> list[Tile]:
    """The figures of a report. Pure."""
    return list(_figures(report))


def _figures(report: Report) -> Iterator[Tile]:
    plans, whole = report.plans, report.horizons[-1]
    share, odds_were = (report.earlier.share, report.earlier.odds) if report.earlier else (None, None)
    if plans.count:
        reliance, odds = whole.reliance, whole.together.chance.odds or 0
        ships = f"{reliance.covered} of {counted(reliance.plans, 'plan')} ship if nobody else delivers"
        yield Tile(
            percent(reliance.covered / reliance.plans), ships, "plans", reliance.covered < reliance.plans, _was(share)
        )
        if whole.together.stuck < whole.together.plans:
            all_ = "all others land" if whole.together.stuck else "all plans land"
            yield Tile(percent(odds), f"are the odds that {all_}", "plans", odds < plans.danger_odds, _was(odds_were))
        danger = f"{'plan' if plans.in_danger == 1 else 'plans'} with odds below {percent(plans.danger_odds)}"
        yield Tile(str(plans.in_danger), danger, "plans", plans.in_danger > 0)
    across = report.audit.between_teams
    bare = len(across.uncovered())
    yield Tile(f"{bare} of {len(across)}", "waits on others have no plan B", "teams", bare > 0)
    false = sum(1 for one in false_fallbacks(report.audit.findings) if one.severity)
    yield Tile(str(false), "declared fallbacks are none", "false", false > 0)
    account = report.guidance.ledger.whole
    if account.living:
        hacks = counted(len(account.living), "hack")
        yield Tile(days(account.keep.days), f"a month to keep {hacks}", "ledger", account.keep.days > 0)


def _was(share: float | None) -> str:
    return "" if share is None else f"was {percent(share)}"
