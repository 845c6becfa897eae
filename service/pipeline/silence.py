"""The first audit of a site says nothing: what it finds was there before Detour came.

An issue that such an audit meets first has a verdict that was never spoken; judged again, it goes live as issues do
when Detour begins to speak somewhere, with a baseline.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.store.documents import encoded
from service.store.tables import verdict
from service.store.upserts import insert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection


def keep_silent(connection: Connection, issues: Iterable[int], now: float) -> None:
    """Gives issues a verdict that holds nothing and was not spoken, where they have none."""
    rows = [
        {"issue_id": one, "judged": now, "wake_at": None, "stale": True, "live": False, "findings": encoded(())}
        for one in issues
    ]
    if rows:
        connection.execute(insert(connection, verdict).on_conflict_do_nothing(), rows)
