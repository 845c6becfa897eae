"""Messages to programs as the store keeps them: each once for each program, until it was taken or given up."""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, func, select, update

from service.store.tables import notification as table
from service.store.upserts import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Row

    from service.outgoing.events import Event
    from service.settings.webhooks import WebhookTable

PAUSES: Final = (5.0, 300.0, 1_800.0, 7_200.0, 18_000.0, 36_000.0, 50_400.0, 72_000.0, 86_400.0)
"""Seconds until the next attempt, as the specification suggests them: three days in all."""
JITTER: Final = 0.2
"""By how much of itself a pause is longer at most, so that what failed together is not tried together."""
KEPT_DAYS: Final = 14
A_DAY: Final = 86_400.0


class NotificationState(StrEnum):
    """What became of a message."""

    WAITING = "waiting"
    TAKEN = "taken"
    DEAD = "dead"


_ANEW: Final = {"state": NotificationState.WAITING.value, "attempts": 0}


@dataclass(frozen=True, slots=True)
class Notification:
    """A message to a program. Moments are in seconds since 1970."""

    id: int
    receiver: str
    event: str
    key: str
    state: NotificationState
    made: float
    due: float
    attempts: int
    note: str
    body: bytes

    @property
    def name(self) -> str:
        """Its identifier on the wire: the same however often it is tried, another one for another message."""
        return f"msg_{blake2b(f'{self.receiver} {self.key}'.encode(), digest_size=16).hexdigest()}"


def note(connection: Connection, webhooks: Sequence[WebhookTable], events: Sequence[Event]) -> int:
    """Keeps each event for each program that wants it, in the caller's transaction; how many messages that are."""
    rows = [
        {
            "receiver": one.name,
            "event": event.kind.value,
            "key": event.key,
            "state": NotificationState.WAITING.value,
            "made": event.at,
            "due": event.at,
            "attempts": 0,
            "note": "",
            "body": event.body,
        }
        for event in events
        for one in webhooks
        if one.wants(event)
    ]
    statement = insert(connection, table).on_conflict_do_nothing()
    for some in chunks(rows):
        connection.execute(statement, list(some))
    return len(rows)


def next_due(connection: Connection, receiver: str) -> float | None:
    """When the next message to a program is due; ``None`` if none waits."""
    waiting = (table.c.receiver == receiver) & (table.c.state == NotificationState.WAITING)
    found: float | None = connection.execute(select(func.min(table.c.due)).where(waiting)).scalar()
    return found


def due(connection: Connection, receiver: str, now: float) -> Notification | None:
    """The message to a program that has been due the longest."""
    waiting = (table.c.receiver == receiver) & (table.c.state == NotificationState.WAITING) & (table.c.due <= now)
    row = connection.execute(select(table).where(waiting).order_by(table.c.due, table.c.id).limit(1)).first()
    return None if row is None else _notification(row)


def taken(connection: Connection, one: Notification, now: float) -> None:
    """It was taken; those of long ago are forgotten."""
    _change(connection, one.id, state=NotificationState.TAKEN.value, attempts=one.attempts + 1, note="")
    old = (table.c.state == NotificationState.TAKEN) & (table.c.made < now - KEPT_DAYS * A_DAY)
    connection.execute(delete(table).where(old))


def failed(connection: Connection, one: Notification, why: str, now: float, wait: float, *, final: bool) -> None:
    """It was not taken: it is tried again later, at the soonest in ``wait`` seconds, or never where that is final."""
    dead = final or one.attempts >= len(PAUSES)
    pause = 0.0 if dead else max(wait, PAUSES[one.attempts] * (1 + JITTER * random.random()))  # noqa: S311  # no key
    state = NotificationState.DEAD if dead else NotificationState.WAITING
    _change(connection, one.id, state=state.value, attempts=one.attempts + 1, due=now + pause, note=why)


def revive(connection: Connection, receiver: str, now: float) -> int:
    """Has the dead messages to a program tried anew; how many there are."""
    dead = (table.c.receiver == receiver) & (table.c.state == NotificationState.DEAD)
    return connection.execute(update(table).where(dead).values(**_ANEW, due=now)).rowcount


def again(connection: Connection, number: int, now: float) -> None:
    """Has one message tried anew, whatever became of it."""
    _change(connection, number, **_ANEW, due=now)


def message_of(connection: Connection, number: int) -> Notification | None:
    """One message, if there is one of that number."""
    row = connection.execute(select(table).where(table.c.id == number)).first()
    return None if row is None else _notification(row)


def latest(
    connection: Connection, most: int, state: NotificationState | None = None, *, below: int | None = None
) -> list[Notification]:
    """The messages, the newest first; ``below`` the number of the last one that was seen."""
    wanted = select(table).order_by(table.c.id.desc()).limit(most)
    if state is not None:
        wanted = wanted.where(table.c.state == state)
    if below is not None:
        wanted = wanted.where(table.c.id < below)
    return [_notification(row) for row in connection.execute(wanted)]


def count_by_state(connection: Connection) -> dict[tuple[str, str], int]:
    """How many messages there are, by program and state."""
    counted = func.count().label("found")
    by = (table.c.receiver, table.c.state)
    rows = connection.execute(select(*by, counted).group_by(*by))
    return {(row.receiver, row.state): row.found for row in rows}


def _change(connection: Connection, number: int, **values: object) -> None:
    connection.execute(update(table).where(table.c.id == number).values(**values))


def _notification(row: Row[*tuple[Any, ...]]) -> Notification:
    return Notification(
        id=row.id,
        receiver=row.receiver,
        event=row.event,
        key=row.key,
        state=NotificationState(row.state),
        made=row.made,
        due=row.due,
        attempts=row.attempts,
        note=row.note,
        body=row.body,
    )
