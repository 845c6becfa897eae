"""What deliveries tell of who acted when: added to what is known of an issue, so that a reading finds it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from service.store.documents import TOLD, encoded
from service.store.lists import one_of
from service.store.tables import issue
from service.store.upserts import chunks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from service.activity import Activity


def note(connection: Connection, seen: Mapping[int, Activity]) -> set[int]:
    """Adds to issues, by their rows, that were read before; those of them whose verdicts this may change."""
    changed: set[int] = set()
    for some in chunks(sorted(seen)):
        read = select(issue.c.id, issue.c.told).where(one_of(issue.c.id, some), issue.c.told.is_not(None))
        for row in connection.execute(read).fetchall():
            before = TOLD.decode(row.told)
            now = before.seen(seen[row.id])
            if now != before:
                connection.execute(update(issue).where(issue.c.id == row.id).values(told=encoded(now)))
            if now.essence != before.essence:
                changed.add(row.id)
    return changed
