"""What trackers said last is left of their limits: kept by whoever asks them, for pages and API of any process."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from service.store.tables import allowance as table
from service.store.upserts import put

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from connectors.metering import Left


@dataclass(frozen=True, slots=True)
class Allowance:
    """``remaining`` of ``most`` requests, or points, were left of a site's limit at a moment, in seconds since 1970.

    A tracker that has several limits names them: ``core`` and ``graphql`` are GitHub's.
    """

    site: str
    resource: str
    remaining: int
    most: int
    at: float


def keep(connection: Connection, site: str, left: Mapping[str, Left], now: float) -> None:
    """Keeps what a site said is left."""
    rows = [
        {"site": site, "resource": resource, "remaining": one.remaining, "most": one.limit, "at": now}
        for resource, one in sorted(left.items())
    ]
    put(connection, table, rows)


def all_kept(connection: Connection) -> list[Allowance]:
    """What all sites said last, in order."""
    rows = connection.execute(select(table).order_by(table.c.site, table.c.resource))
    return [Allowance(row.site, row.resource, row.remaining, row.most, row.at) for row in rows]
