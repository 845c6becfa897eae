"""The bot's own record: how often it spoke to each team, what came of it, what is held back, and where it is live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.odds.chances import percent
from rules.rule import counted
from service.pages.overview import Linked
from service.pages.veil import sees_team
from service.reports.record import ACTED, NOT_KNOWN, Outcome
from service.store import surveys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.pages.desk import Visit
    from service.survey.bot import BotRecord, BotTally
    from service.survey.shown import Team

LIVE: Final = "live"
CAME: Final = {
    Outcome.FALLBACK: "a fallback stands now",
    Outcome.WAIVER: "the risk was accepted",
    Outcome.ENDED: "the wait was ended",
    Outcome.OTHERWISE: "settled otherwise: what it waited on came, or it was closed",
    Outcome.OPEN: "still open",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A team, what is counted of it, and whether Detour speaks to it or only shows what it would say."""

    team: Team
    tally: BotTally
    live: bool


def bot(visit: Visit) -> Mapping[str, object]:
    """The values of the page."""
    told, comments = surveys.bot(visit.connection), visit.decisions.settings.comments
    rows = [] if told is None else [_row(visit, team, tally) for team, tally in told.teams]
    places = {
        f"{tracker}:{name}": mode
        for tracker, modes in (("jira", comments.projects), ("github", comments.repositories))
        for name, mode in modes.items()
    }
    return {
        "told": told,
        "tiles": [] if told is None else list(_tiles(told)),
        "rows": [row for row in rows if sees_team(visit.sight, row.team)],
        "came": [] if told is None else [(words, told.whole.issues.get(one.value, 0)) for one, words in CAME.items()],
        "mode": comments.mode,
        "budget": comments.budget,
        "places": {name: mode for name, mode in places.items() if visit.sight.sees_container(name)},
        "not_known": NOT_KNOWN,
    }


def _row(visit: Visit, team: Team, tally: BotTally) -> Row:
    comments = visit.decisions.settings.comments
    return Row(team, tally, (comments.teams.get(team.slug) or comments.mode) == LIVE)


def _tiles(told: BotRecord) -> Iterator[Linked]:
    whole = told.whole
    yield Linked(str(whole.comments), f"new {_noun(whole.comments, 'comment')}", bad=False, href="")
    yield Linked(str(whole.edits), f"{_noun(whole.edits, 'edit')}, which notify nobody", bad=False, href="")
    if whole.acted_on is not None:
        spoken = sum(whole.issues.values())
        acted = sum(whole.issues.get(one.value, 0) for one in ACTED)
        yield Linked(percent(whole.acted_on), f"acted upon: {acted} of {counted(spoken, 'issue')}", bad=False, href="")
    if whole.held:
        yield Linked(str(whole.held), "held back, over a team's budget", bad=False, href="")
    if whole.dry:
        yield Linked(
            str(whole.dry), f"{_noun(whole.dry, 'issue')} on which it would speak, were it live", bad=False, href=""
        )


def _noun(count: int, noun: str) -> str:
    return counted(count, noun).partition(" ")[2]
