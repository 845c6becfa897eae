"""Takes away what came in long ago: first the bodies of deliveries, later the deliveries themselves, some at a time.

Deliveries are numbered as they came, so that those of long ago come first and the first one that is too young ends it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select, update

from service.store.deliveries import DeliveryState
from service.store.lists import one_of
from service.store.tables import delivery as table

if TYPE_CHECKING:
    from sqlalchemy import Connection

A_BATCH: Final = 500
"""Deliveries that are looked at in one transaction: on SQLite nothing is taken in meanwhile."""
EMPTY: Final = b""


@dataclass(frozen=True, slots=True)
class Tidied:
    """What one batch did. ``through`` is the number of the last delivery that it looked at, ``None`` at the end."""

    scrubbed: int
    forgotten: int
    through: int | None


def tidy(connection: Connection, after: int, bodies_before: float, forget_before: float) -> Tidied:
    """One batch of deliveries that were looked at, behind the number ``after``. Moments are in seconds since 1970."""
    columns = (table.c.id, table.c.received, func.length(table.c.body))
    wanted = select(*columns).where(table.c.state == DeliveryState.DONE.value, table.c.id > after)
    rows = connection.execute(wanted.order_by(table.c.id).limit(A_BATCH)).fetchall()
    old = [row for row in rows if row.received < max(bodies_before, forget_before)]
    gone = [row.id for row in old if row.received < forget_before]
    bare = [row.id for row in old if row.received < bodies_before and row.id not in set(gone) and row[2]]
    if gone:
        connection.execute(delete(table).where(one_of(table.c.id, gone)))
    if bare:
        connection.execute(update(table).where(one_of(table.c.id, bare)).values(body=EMPTY))
    more = len(rows) == A_BATCH and len(old) == len(rows)
    return Tidied(len(bare), len(gone), rows[-1].id if more else None)
