"""What each team was told last, and the digest that is on its way to it: the outbox of digests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import or_, select

from rules.model import Ref
from service.digest.news import TeamIssue
from service.speech.agenda import Agenda
from service.speech.document import Document
from service.speech.markers import Role
from service.speech.remarks import Remark
from service.store.aliases import aliases_in
from service.store.briefs import briefs_on
from service.store.documents import TOLD, encoded
from service.store.lists import one_of
from service.store.tables import digest as table
from service.store.tables import held, issue, verdict
from service.store.upserts import chunks, put

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import ColumnElement, Connection, Row

    from service.digest.news import Events
    from service.store.aliases import Aliases


class DigestState(StrEnum):
    """What becomes of a team's digest."""

    QUIET = "quiet"
    """Nothing is on its way."""
    READY = "ready"
    """It is made, and to be sent."""
    SENDING = "sending"
    """It is being sent. Who finds it so does not know whether it arrived."""


class Told(msgspec.Struct, frozen=True):
    """A remark that a digest tells in the place of a comment."""

    issue_id: int
    role: Role
    events: frozenset[str]


class Made(msgspec.Struct, frozen=True):
    """A digest on its way: what it says, and what its readers know once it has arrived."""

    document: Document
    known: dict[int, frozenset[str]]
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The digest of one team. Moments are in seconds since 1970.

    ``slot`` is the moment of the week that the last one was for; ``since`` when its readers were told something last,
    and ``known`` what they know. ``made`` is the last that told something; it is on its way unless all is quiet.
    ``due``: when to send it. ``note`` says for people what became of it.
    """

    team: str
    slot: float
    since: float
    known: Mapping[int, Events] = field(default_factory=dict)
    state: DigestState = DigestState.QUIET
    made: Made | None = None
    attempts: int = 0
    due: float = 0.0
    note: str = ""


_KNOWN: Final = msgspec.json.Decoder(dict[int, frozenset[str]])
_MADE: Final = msgspec.json.Decoder(Made)
_REMARK: Final = msgspec.json.Decoder(Remark)
_AGENDA: Final = msgspec.json.Decoder(Agenda)


def keep(connection: Connection, kept: Kept) -> None:
    """Puts a team's digest in the place of the earlier one."""
    row = {
        "team": kept.team,
        "slot": kept.slot,
        "since": kept.since,
        "known": encoded({one: sorted(events) for one, events in kept.known.items() if events}),
        "state": kept.state.value,
        "made": None if kept.made is None else encoded(kept.made),
        "attempts": kept.attempts,
        "due": kept.due,
        "note": kept.note,
    }
    put(connection, table, [row])


def all_kept(connection: Connection) -> dict[str, Kept]:
    """Every team's digest, by its slug."""
    return {one.team: one for one in _by_now(connection, connection.execute(select(table)))}


def kept_of(connection: Connection, team: str) -> Kept | None:
    """One team's; ``None`` before its first."""
    return next(_by_now(connection, connection.execute(select(table).where(table.c.team == team))), None)


def _by_now(connection: Connection, rows: Iterable[Row[*tuple[Any, ...]]]) -> Iterator[Kept]:
    """What rows tell, of the issues that those in them are by now."""
    found = [_kept(row) for row in rows]
    known = [one for kept in found for one in (kept.known, kept.made.known if kept.made else {})]
    told = [one for kept in found if kept.made for one in kept.made.told]
    named = [*(events for one in known for events in one.values()), *(one.events for one in told)]
    aliases = aliases_in(connection, named, [*(row for one in known for row in one), *(one.issue_id for one in told)])
    for kept in found:
        yield replace(kept, known=_known(kept.known, aliases), made=kept.made and _made(kept.made, aliases))


def _made(made: Made, aliases: Aliases) -> Made:
    told = (Told(aliases.row(one.issue_id), one.role, aliases.events(one.events)) for one in made.told)
    return Made(made.document, _known(made.known, aliases), tuple(told))


def _known(known: Mapping[int, Events], aliases: Aliases) -> dict[int, Events]:
    found: dict[int, Events] = {}
    for row, events in known.items():
        one = aliases.row(row)
        found[one] = found.get(one, frozenset()) | aliases.events(events)
    return found


def _kept(row: Row[*tuple[Any, ...]]) -> Kept:
    return Kept(
        team=row.team,
        slot=row.slot,
        since=row.since,
        known=_KNOWN.decode(row.known),
        state=DigestState(row.state),
        made=None if row.made is None else _MADE.decode(row.made),
        attempts=row.attempts,
        due=row.due,
        note=row.note,
    )


def issues_of(connection: Connection, team: str, known: Iterable[int]) -> list[TeamIssue]:
    """A team's issues of which there may be something to tell: those with a remark or a day, and those in ``known``."""
    over = _held(connection, team)
    found = {
        row.id: row for row in _rows(connection, team, verdict.c.remark.is_not(None), verdict.c.agenda.is_not(None))
    }
    for some in chunks(sorted({*known, *over} - found.keys())):
        found |= {row.id: row for row in _rows(connection, team, one_of(verdict.c.issue_id, some))}
    briefs = briefs_on(connection, list(over))
    remarks = {one: brief.remark for one, brief in briefs.items() if brief.live and not brief.stale}
    issues = [_issue(row, remarks.get(one), over.get(one, {})) for one, row in found.items()]
    spoken = (remark.events for one in issues for remark in one.remarks.values())
    aliases = aliases_in(connection, [*spoken, *(events for one in issues for events in one.held.values())])
    return [_renamed(one, aliases) for one in issues]


def _renamed(one: TeamIssue, aliases: Aliases) -> TeamIssue:
    remarks = {role: aliases.remark(remark) for role, remark in one.remarks.items()}
    return replace(one, remarks=remarks, held={role: aliases.events(events) for role, events in one.held.items()})


def _rows(connection: Connection, team: str, *either: ColumnElement[bool]) -> Iterator[Row[*tuple[Any, ...]]]:
    columns = (issue.c.id, issue.c.site, issue.c.ref, issue.c.told, verdict.c.stale, verdict.c.remark, verdict.c.agenda)
    there = (issue.c.gone == "") & issue.c.told.is_not(None) & (verdict.c.team == team)
    joined = select(*columns).join(verdict, issue.c.id == verdict.c.issue_id)
    yield from connection.execute(joined.where(there, or_(*either)))


def _held(connection: Connection, team: str) -> dict[int, dict[Role, Events]]:
    """By issue and role, what was over the budget."""
    found: dict[int, dict[Role, Events]] = {}
    mine = select(held).join(verdict, held.c.issue_id == verdict.c.issue_id).where(verdict.c.team == team)
    for row in connection.execute(mine):
        roles, role = found.setdefault(row.issue_id, {}), Role(row.role)
        roles[role] = roles.get(role, frozenset()) | {row.event}
    return found


def _issue(row: Row[*tuple[Any, ...]], brief: Remark | None, over: Mapping[Role, Events]) -> TeamIssue:
    told = TOLD.decode(row.told).issue
    verdicts = {} if row.remark is None else {Role.VERDICT: _REMARK.decode(row.remark)}
    return TeamIssue(
        issue_id=row.id,
        ref=Ref(row.site, row.ref),
        title=told.title,
        url=told.url,
        stale=row.stale,
        remarks=verdicts if brief is None else verdicts | {Role.BRIEF: brief},
        held=over,
        agenda=() if row.agenda is None else _AGENDA.decode(row.agenda),
    )
