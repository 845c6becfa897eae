"""The first audit of a site says nothing: what it finds was there before Detour came.

An issue that such an audit meets first has a verdict that was never spoken; judged again, it goes live as issues do
when Detour begins to speak somewhere, with a baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.documents import encoded
from service.store.lists import one_of, rows_of
from service.store.tables import verdict
from service.store.upserts import insert
from service.store.work import Lane, waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection


def keep_silent(connection: Connection, issues: Iterable[int], now: float) -> None:
    """Gives issues a verdict that holds nothing and was not spoken, where they have none."""
    rows = [
        {"issue_id": one, "judged": now, "wake_at": None, "stale": True, "live": False, "findings": encoded(())}
        for one in issues
    ]
    if rows:
        connection.execute(insert(connection, verdict).on_conflict_do_nothing(), rows)


def unripe(connection: Connection, issues: Sequence[int]) -> set[int]:
    """Those of some issues of which no verdict could be spoken before they are read whole; they are judged then."""
    unread = sorted(waiting(connection, Lane.SCAN, issues))
    return {row.issue_id for row in rows_of(connection, _UNSPOKEN, unread)}


_UNSPOKEN = select(verdict.c.issue_id).where(verdict.c.stale, ~verdict.c.live, one_of(verdict.c.issue_id, "some"))
