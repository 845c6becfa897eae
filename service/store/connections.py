"""The state of each connection to a tracker, as the store tells it: what came in last, what was read, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from service.store import sweeps
from service.store.deliveries import DeliveryState, last_received, listed
from service.store.tables import OPEN, issue, undelivered, work

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Column, ColumnElement, Connection, TextClause

    from service.store.deliveries import StoredDelivery
    from service.store.sweeps import Passage

NOT_READ: Final = ("read", "scan")
"""Lanes in which issues wait to be read, see ``work.Lane``."""


@dataclass(frozen=True, slots=True)
class State:
    """A site. ``received`` is its last webhook, ``dead`` its last one that could not be understood.

    ``swept`` is the last sweep, under way or ended; ``unread`` issues wait to be read, of ``known`` ones. ``missing``
    webhooks were sent and did not arrive. ``paused_until`` is in seconds since 1970, 0 where nothing is waited for.
    """

    site: str
    received: StoredDelivery | None
    dead: StoredDelivery | None
    swept: Passage | None
    unread: int
    known: int
    missing: int
    paused_until: float
    error: str


def states(connection: Connection, sites: Iterable[str], now: float) -> list[State]:
    """The state of some sites."""
    names = sorted(sites)
    passages = sweeps.passages(connection, names)
    unread = _counted(connection, work.c.site, work.c.lane.in_(NOT_READ) & (work.c.generation > work.c.done))
    known = _counted(connection, issue.c.site, OPEN)
    missing = _counted(connection, undelivered.c.site, undelivered.c.due.is_not(None))
    found = []
    for site in names:
        mine = [one for one in passages if one.site == site]
        dead = next(iter(listed(connection, 1, DeliveryState.DEAD, site)), None)
        state = State(
            site=site,
            received=last_received(connection, site),
            dead=dead,
            swept=max(mine, key=lambda one: one.started, default=None),
            unread=unread.get(site, 0),
            known=known.get(site, 0),
            missing=missing.get(site, 0),
            paused_until=max((one.paused_until for one in mine if one.paused_until > now), default=0.0),
            error=_error(mine),
        )
        found.append(state)
    return found


def _error(passages: Sequence[Passage]) -> str:
    """Why the last sweep waits, or did not come to its end."""
    told = [one for one in passages if one.note]
    return max(told, key=lambda one: one.started).note if told else ""


def _counted(connection: Connection, by: Column[str], where: ColumnElement[bool] | TextClause) -> Mapping[str, int]:
    rows = connection.execute(select(by, func.count()).where(where).group_by(by))
    return {site: count for site, count in rows}  # noqa: C416  # rows are no pairs to dict()
