"""The record of the bot itself: how often it spoke, and what came of it, by team and in sum. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from rules.model import State
from service.reports.columns import in_columns
from service.speech.folds import By, settled_by
from service.speech.markers import Role
from service.speech.remarks import ALMOST, Tone
from service.store.noise import Noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from rules.views import IssueView
    from service.speech.remarks import Remark
    from service.speech.said import Said
    from service.store.records import Written


class Outcome(StrEnum):
    """What became of an issue on which a new comment told of a violation."""

    FALLBACK = "fallback"
    """A fallback stands."""
    WAIVER = "waiver"
    """Somebody accepted the risk."""
    ENDED = "ended"
    """It waits on no other team any more."""
    OTHERWISE = "otherwise"
    """What it waited on came, it was closed, or nobody plans it any more."""
    OPEN = "open"
    """Something that was told holds."""


ACTED: Final = (Outcome.FALLBACK, Outcome.WAIVER, Outcome.ENDED)
_BY: Final = {By.FALLBACK: Outcome.FALLBACK, By.WAIVER: Outcome.WAIVER, By.NO_WAIT: Outcome.ENDED}
"""Where several things settled an issue, the first of these counts."""
HEADINGS: Final = ("team", "new comments", "edits", "commands answered", "waivers", "issues spoken on", "acted on")
NOT_KNOWN: Final = (
    "digests told: the store keeps each team's last one and no other",
    "commands answered in Jira: the one comment answers there; on GitHub a reaction does, and is counted",
    "how many violations a comment told of: what has cleared is forgotten, so that issues are counted",
    "comments on nothing but a line that was almost understood: once it is mended, they count as the others do",
)
"""What nobody can count, and why."""


def outcome_of(issue: IssueView | None, said: Said, remark: Remark | None) -> Outcome | None:
    """What became of an issue that was spoken on; ``None`` if its comment tells of no violation.

    ``said`` is what was announced there and has not cleared since, ``remark`` what should stand there now.
    """
    announced = said.events - ALMOST
    if remark is not None and remark.tone is Tone.SPOKEN and announced & remark.events:
        return Outcome.OPEN
    if said.events and not announced:
        return None
    if issue is None or issue.state is not State.OPEN:
        return Outcome.OTHERWISE
    settled = settled_by(issue)
    return next((outcome for by, outcome in _BY.items() if by in settled), Outcome.OTHERWISE)


@dataclass(frozen=True, slots=True)
class Tally:
    """What is counted of one team, or of all. ``issues`` are those with a new comment, by what became of them."""

    comments: int = 0
    edits: int = 0
    commands: int = 0
    waivers: int = 0
    issues: Counter[Outcome] = field(default_factory=Counter)

    @property
    def acted_on(self) -> float | None:
        """The share of the issues spoken on that somebody acted on; ``None`` where there are none."""
        spoken = self.issues.total()
        return sum(self.issues[one] for one in ACTED) / spoken if spoken else None


@dataclass(frozen=True, slots=True)
class Record:
    """The record of some days, ``until`` now. Teams are named by their slugs; waivers are those that stand today."""

    since: datetime
    until: datetime
    teams: Mapping[str, Tally]

    @property
    def whole(self) -> Tally:
        """Of all teams."""
        tallies = self.teams.values()
        return Tally(
            sum(one.comments for one in tallies),
            sum(one.edits for one in tallies),
            sum(one.commands for one in tallies),
            sum(one.waivers for one in tallies),
            sum((one.issues for one in tallies), Counter()),
        )


def tallies(
    written: Iterable[Written],
    outcomes: Mapping[int, Outcome | None],
    commands: Mapping[str, int],
    waivers: Mapping[str, int],
) -> dict[str, Tally]:
    """What is counted of each team that there is anything of, by slug.

    ``outcomes`` are by issue; an issue that was another team's before counts for the team that was told last.
    """
    counts: Counter[tuple[str, Noise]] = Counter()
    told: dict[int, str] = {}
    for one in written:
        counts[one.team, one.kind] += 1
        if (one.kind, one.role) == (Noise.COMMENT, Role.VERDICT):
            told[one.issue_id] = one.team
    issues: dict[str, Counter[Outcome]] = {}
    for issue, team in told.items():
        if (outcome := outcomes.get(issue)) is not None:
            issues.setdefault(team, Counter())[outcome] += 1
    return {
        team: Tally(
            counts[team, Noise.COMMENT],
            counts[team, Noise.EDIT],
            commands.get(team, 0),
            waivers.get(team, 0),
            issues.get(team, Counter()),
        )
        for team in sorted({*(team for team, _ in counts), *commands, *waivers})
    }


def lines(record: Record) -> Iterator[str]:
    """The record as a table for people, and what it leaves out."""
    days = (record.until - record.since).days
    yield f"What Detour did from {record.since:%d %b %Y} to {record.until:%d %b %Y} ({days} days), and what came of it"
    yield ""
    rows = [_row(team, tally) for team, tally in record.teams.items()]
    yield from in_columns([HEADINGS, *rows, _row("all", record.whole)])
    issues = record.whole.issues
    yield ""
    yield (
        f"Acted on: a fallback stands ({issues[Outcome.FALLBACK]}), the risk was accepted ({issues[Outcome.WAIVER]}), "
        f"or the wait was ended ({issues[Outcome.ENDED]})."
    )
    yield f"Settled otherwise: {issues[Outcome.OTHERWISE]}. Open: {issues[Outcome.OPEN]}. Waivers are those of today."
    yield "Not known:"
    yield from (f"  {what}" for what in NOT_KNOWN)


def _row(team: str, tally: Tally) -> tuple[str, ...]:
    share = "-" if tally.acted_on is None else f"{tally.acted_on * 100:.0f} %"
    figures = (tally.comments, tally.edits, tally.commands, tally.waivers, tally.issues.total())
    return (team, *map(str, figures), share)


def document(record: Record) -> dict[str, Any]:
    """The record as JSON."""
    return {
        "since": record.since.isoformat(timespec="seconds"),
        "until": record.until.isoformat(timespec="seconds"),
        "teams": [{"team": team, **_tally_json(tally)} for team, tally in record.teams.items()],
        "all": _tally_json(record.whole),
        "not_known": list(NOT_KNOWN),
    }


def _tally_json(tally: Tally) -> dict[str, Any]:
    return {
        "comments": tally.comments,
        "edits": tally.edits,
        "commands": tally.commands,
        "waivers": tally.waivers,
        "issues": {outcome.value: tally.issues[outcome] for outcome in Outcome},
        "acted_on": tally.acted_on,
    }
