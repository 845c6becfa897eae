"""The overview: the headline, what changed since Monday, what is to be decided, and how it went."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from rules.odds.chances import percent
from service.pictures.trend import trend
from service.store import surveys
from service.store.found import Wanted, find
from service.store.surveys import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

    from service.pages.desk import Visit
    from service.survey.shown import Figures, Tile

TREND_DAYS: Final = 91
SOON_DAYS: Final = 14
DECIDE: Final = "decide-by"
SECTIONS: Final = {
    "plans": "#plans",
    "teams": "/teams",
    "false": "/findings?rule=DT102",
    "ledger": "/teams",
    "next": "#next",
}


@dataclass(frozen=True, slots=True)
class Linked:
    """A figure that leads somewhere."""

    value: str
    what: str
    bad: bool
    href: str


def overview(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    told = visit.seen(surveys.overview(visit.connection))
    monday = last_monday(visit.today)
    before = surveys.figures_before(visit.connection, EVERYTHING, monday + timedelta(days=1))
    return {
        "told": told,
        "connected": bool(visit.decisions.settings.sites),
        "tiles": [] if told is None else [_linked(tile) for tile in told.tiles],
        "monday": monday.isoformat(),
        "before": None if before is None else before[1],
        **_changed(visit, monday),
        "dates": visit.seen(soon(visit, EVERYTHING)),
        "trends": list(trends(_figures(visit, EVERYTHING))),
    }


def last_monday(today: date) -> date:
    """The Monday of this week; on a Monday that of the week before."""
    return today - timedelta(days=today.weekday() or 7)


def soon(visit: Visit, team: str) -> list[object]:
    """What a team, or everybody, has to decide on in the next two weeks, and what is past its day."""
    last = (visit.today + timedelta(days=SOON_DAYS)).isoformat()
    dates = surveys.dates(visit.connection)
    return [one for one in dates if one.day <= last and one.occasion == DECIDE and team in (EVERYTHING, one.team)]


def _changed(visit: Visit, monday: date) -> Mapping[str, object]:
    """What came and went since Monday; what the first survey found is not new, for nobody had looked before."""
    since = datetime.combine(monday, datetime.min.time(), UTC).timestamp()
    taken, hidden = surveys.taken(visit.connection), visit.hidden
    first = None if taken is None or taken.first < since else taken.first
    came = Wanted(since=since if first is None else first + 1, hidden=hidden)
    new, settled = (find(visit.connection, one, 0).count for one in (came, replace(came, settled=True)))
    return {"new": new, "settled": settled, "first": first}


def _figures(visit: Visit, team: str) -> Sequence[tuple[int, Figures]]:
    return surveys.figures_since(visit.connection, team, visit.today - timedelta(days=TREND_DAYS))


def trends(days: Sequence[tuple[int, Figures]]) -> Iterator[tuple[str, Markup, str]]:
    """What is drawn of some days, each with its name and its value now."""
    if not days:
        return
    now = days[-1][1]
    bare = trend("Waits on others without a plan B", [(day, one.uncovered) for day, one in days])
    if bare is not None:
        yield "Waits on others without a plan B", bare, str(now.uncovered)
    shares = [(day, one.self_reliance) for day, one in days if one.self_reliance is not None]
    alone = trend("Plans that need nobody else", shares, share=True, good=True)
    if alone is not None and now.self_reliance is not None:
        yield "Plans that need nobody else", alone, percent(now.self_reliance)


def _linked(tile: Tile) -> Linked:
    return Linked(tile.value, tile.what, tile.bad, SECTIONS.get(tile.section, ""))
