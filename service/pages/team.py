"""One team: its figures and how they went, what others ask of it, on whom it waits, its plans, days and hacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from rules.odds.chances import percent
from rules.rule import counted
from service.access.badges import badge_key
from service.pages.overview import TREND_DAYS, Linked, trends
from service.pages.rendering import with_query
from service.pages.veil import sees_team
from service.refused import Refused
from service.store import surveys
from service.survey.shown import Team

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.pages.desk import Visit
    from service.survey.shown import TeamSheet

Item = TypeVar("Item")
MOST: Final = {"inbox": 15, "plans": 15, "dates": 10, "hangs_on": 10, "hang_on_it": 10, "hacks": 15}
"""So much of each list is shown, until all is asked for."""


@dataclass(frozen=True, slots=True)
class Cut(Generic[Item]):
    """What of a list is shown, and of how much."""

    shown: Sequence[Item]
    count: int

    @property
    def left_out(self) -> int:
        """How much is not shown."""
        return self.count - len(self.shown)


def team(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    slug = str(visit.request.path_params["team"])
    sheet = sheet_of(visit, slug)
    values = {"slug": slug, "base": address_of(visit), "signs_in": visit.decisions.settings.access.is_open}
    values["key"] = badge_key(visit.desk.key, slug) if values["signs_in"] else ""
    if sheet is None:
        return {**values, "team": Team(slug, visit.decisions.settings.teams[slug].name or slug, configured=True)}
    told = surveys.overview(visit.connection)
    dates = tuple(one for one in surveys.dates(visit.connection) if one.team == slug)
    lists = {
        "inbox": sheet.inbox,
        "plans": sheet.plans,
        "dates": dates,
        "hacks": sheet.hacks,
        "hangs_on": sheet.line.hangs_on,
        "hang_on_it": sheet.line.hang_on_it,
    }
    shown = {
        name: Cut(visit.seen(items if visit.words("all") == name else items[: MOST[name]]), len(items))
        for name, items in lists.items()
    }
    since = visit.today - timedelta(days=TREND_DAYS)
    return {
        **values,
        **shown,
        "team": sheet.line.team,
        "line": sheet.line,
        "tiles": list(_tiles(sheet)),
        "trends": list(trends(surveys.figures_since(visit.connection, slug, since))),
        "danger_odds": 0.0 if told is None else told.danger_odds,
    }


def sheet_of(visit: Visit, slug: str) -> TeamSheet | None:
    """What is known of a team; ``None`` of one that is configured and has no issue. Raises ``Refused`` for no team."""
    sheet = surveys.sheet(visit.connection, slug)
    configured = slug in visit.decisions.settings.teams
    if (sheet is None and not configured) or not sees_team(visit.sight, Team(slug, slug, configured)):
        raise Refused(404, "There is no such team", "The page of teams leads to all that there are.")
    return sheet


def address_of(visit: Visit) -> str:
    """Where this Detour is, as others find it: as it is configured, else as the visitor came."""
    public = visit.decisions.settings.server.public_url
    return (public or str(visit.request.base_url)).rstrip("/")


def _tiles(sheet: TeamSheet) -> Iterator[Linked]:
    """The figures that are shown large."""
    line, figures = sheet.line, sheet.line.figures
    if figures.self_reliance is not None:
        alone = f"{figures.plans_alone} of {counted(figures.plans, 'plan')} ship if nobody else delivers"
        yield Linked(percent(figures.self_reliance), alone, figures.plans_alone < figures.plans, "#plans")
    bare = f"{figures.uncovered} of {figures.across_teams}"
    yield Linked(bare, "waits on others have no plan B", figures.uncovered > 0, "#on")
    hanging = sum(flow.uncovered for flow in line.hang_on_it)
    asked = f"{counted(line.asked_by_others, 'wait')} of others on it, {hanging or 'none'} without a plan B"
    yield Linked(str(line.asked_by_others), asked.partition(" ")[2], hanging > 0, "#inbox")
    low, high = percent(line.odds.low), percent(line.odds.high)
    yield Linked(
        percent(line.odds.odds), f"are its odds to keep a date ({low} to {high}; {line.odds.known})", bad=False, href=""
    )
    grave = figures.findings.get("error", 0)
    found = sum(figures.findings.values())
    words = (
        f"{'finding' if found == 1 else 'findings'}, {grave or 'none'} of them {'an error' if grave == 1 else 'errors'}"
    )
    yield Linked(str(found), words, grave > 0, with_query("/findings", {"team": line.team.slug}))
    yield Linked(
        str(figures.open_issues), "open issue" if figures.open_issues == 1 else "open issues", bad=False, href=""
    )
