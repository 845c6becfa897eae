"""How often each team is spoken to: new comments and edits on its issues, and what was too much for a day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select

from service.store.aliases import aliases_in
from service.store.lists import one_of
from service.store.tables import held as held_table
from service.store.tables import noise as table
from service.store.upserts import insert as insert_or

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement, Connection

    from service.speech.markers import Role


class Noise(StrEnum):
    """What was written. Of the two only a new comment notifies people."""

    COMMENT = "comment"
    EDIT = "edit"


@dataclass(frozen=True, slots=True)
class Thread:
    """Where something is said: an issue by its row, and the role of the one comment there."""

    issue_id: int
    role: Role


def note(connection: Connection, thread: Thread, noise: Noise, generation: int, *, team: str, at: float) -> None:
    """Notes a comment, by the generation in its marker, or an edit of one; ``at`` is in seconds since 1970."""
    row = {"issue_id": thread.issue_id, "role": thread.role.value, "generation": generation}
    connection.execute(insert(table).values(kind=noise.value, team=team, at=at, **row))


def take_back(connection: Connection, thread: Thread, generation: int) -> None:
    """Forgets a comment that was noted before it was written, and was not."""
    same = (table.c.generation == generation) & (table.c.kind == Noise.COMMENT.value)
    connection.execute(delete(table).where(_of(table.c.issue_id, table.c.role, thread), same))


def count(connection: Connection, team: str, since: float) -> dict[Noise, int]:
    """What was written on a team's issues since a moment."""
    mine = (table.c.team == team) & (table.c.at >= since)
    found = connection.execute(select(table.c.kind, func.count()).where(mine).group_by(table.c.kind))
    return dict.fromkeys(Noise, 0) | {Noise(kind): number for kind, number in found}


def hold(connection: Connection, thread: Thread, events: Iterable[str], at: float) -> None:
    """Keeps events for which there was no room."""
    rows = [
        {"issue_id": thread.issue_id, "role": thread.role.value, "event": event, "at": at} for event in sorted(events)
    ]
    if rows:
        connection.execute(insert_or(connection, held_table).on_conflict_do_nothing(), rows)


def held_in(connection: Connection, thread: Thread) -> frozenset[str]:
    """The events that were held back and are not told yet."""
    events = _kept_in(connection, thread)
    return aliases_in(connection, [events]).events(events)


def issues_with_held(connection: Connection) -> set[int]:
    """The issues of which something was held back."""
    return set(connection.execute(select(held_table.c.issue_id).distinct()).scalars())


def let_go(connection: Connection, thread: Thread, events: Iterable[str] | None = None) -> None:
    """Ends the holding back of some events, or of all: they are told."""
    thread = replace(thread, issue_id=aliases_in(connection, (), [thread.issue_id]).row(thread.issue_id))
    kept = _kept_in(connection, thread)
    told = kept if events is None else frozenset(events)
    aliases = aliases_in(connection, [told, kept])
    ended = [event for event in sorted(kept) if aliases.events(frozenset({event})) <= aliases.events(told)]
    here = _of(held_table.c.issue_id, held_table.c.role, thread)
    connection.execute(delete(held_table).where(here, one_of(held_table.c.event, ended)))


def _kept_in(connection: Connection, thread: Thread) -> frozenset[str]:
    """The events as they were named when they were held back."""
    here = _of(held_table.c.issue_id, held_table.c.role, thread)
    return frozenset(connection.execute(select(held_table.c.event).where(here)).scalars())


def _of(issue: ColumnElement[int], role: ColumnElement[str], thread: Thread) -> ColumnElement[bool]:
    return (issue == thread.issue_id) & (role == thread.role.value)
