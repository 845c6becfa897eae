"""The bot's own record as a document: how often it spoke to each team, what came of it, and what it holds back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.reports.record import Outcome, Tally
from service.survey.shown import Team  # the store decodes by it

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.reports.record import Record


@dataclass(frozen=True, slots=True)
class BotTally:
    """What is counted of one team, or of all. ``issues`` are those spoken on, by what became of them.

    ``acted_on`` is the share of these that somebody acted on; ``None`` where there are none. ``held`` events were over
    the budget and are not told yet; ``dry`` are issues on which something would be said, and is not.
    """

    comments: int
    edits: int
    commands: int
    waivers: int
    issues: dict[str, int]
    acted_on: float | None
    held: int
    dry: int


@dataclass(frozen=True, slots=True)
class BotRecord:
    """The record of some days; moments are in seconds since 1970."""

    since: float
    until: float
    teams: tuple[tuple[Team, BotTally], ...]
    whole: BotTally


def bot_record(record: Record, held: Mapping[str, int], dry: Mapping[str, int], teams: Mapping[str, Team]) -> BotRecord:
    """The document. ``held`` and ``dry`` are by the slugs of teams, and ``teams`` are those that are known. Pure."""
    slugs = sorted({*record.teams, *held, *dry})
    return BotRecord(
        since=record.since.timestamp(),
        until=record.until.timestamp(),
        teams=tuple(
            (
                teams.get(slug, Team(slug, slug, configured=False)),
                _tally(record.teams.get(slug, Tally()), held.get(slug, 0), dry.get(slug, 0)),
            )
            for slug in slugs
        ),
        whole=_tally(record.whole, sum(held.values()), sum(dry.values())),
    )


def _tally(tally: Tally, held: int, dry: int) -> BotTally:
    return BotTally(
        comments=tally.comments,
        edits=tally.edits,
        commands=tally.commands,
        waivers=tally.waivers,
        issues={outcome.value: tally.issues[outcome] for outcome in Outcome},
        acted_on=tally.acted_on,
        held=held,
        dry=dry,
    )
