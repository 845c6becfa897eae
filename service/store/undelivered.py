"""Webhooks that did not arrive, as the store keeps them: none is asked for again and again.

What arrived since is not asked for, whoever had it sent: the table of deliveries knows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, exists, func, select, update

from service.store.lists import one_of
from service.store.tables import delivery
from service.store.tables import undelivered as table
from service.store.upserts import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy import Connection

    from connectors.redelivering import Undelivered

AN_HOUR: Final = 3600.0
WAITS: Final = (AN_HOUR, 4 * AN_HOUR, 16 * AN_HOUR)
"""Seconds after which one that still has not arrived is asked for again; after the last time it is given up.

None is shorter than an hour, so that a row tells whether it was asked for within the last one.
"""


@dataclass(frozen=True, slots=True)
class ToAsk:
    """One that is to be asked for now. ``asked``: how often it was before."""

    vendor_id: str
    sender: str
    handle: str
    asked: int


def note(connection: Connection, site: str, sender: str, found: Sequence[Undelivered]) -> int:
    """Remembers what did not arrive, and by its latest attempt; returns how much of it nobody knew of."""
    unknown = 0
    for some in chunks(found):
        ids = [one.vendor_id for one in some]
        here, there = (table.c.site == site) & one_of(table.c.vendor_id, ids), one_of(delivery.c.vendor_id, ids)
        known = set(connection.execute(select(table.c.vendor_id).where(here)).scalars())
        arrived = set(connection.execute(select(delivery.c.vendor_id).where(delivery.c.site == site, there)).scalars())
        rows = {one.vendor_id: _row(site, sender, one) for one in some if one.vendor_id not in arrived}
        unknown += len(rows.keys() - known)
        statement = insert(connection, table)
        latest = {name: statement.excluded[name] for name in ("sender", "handle", "at")}
        if rows:
            keys = ["site", "vendor_id"]
            connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=latest), list(rows.values()))
    return unknown


def next_to_ask(connection: Connection, site: str, senders: Collection[str], now: float) -> ToAsk | None:
    """What is to be asked for first.

    That is what never was, of this what no sweep would find, and then the latest, which people may still look at.
    """
    arrived = exists().where(delivery.c.site == table.c.site, delivery.c.vendor_id == table.c.vendor_id)
    due = (table.c.site == site) & one_of(table.c.sender, senders) & (table.c.due <= now)
    first = (table.c.asked, table.c.unswept.desc(), table.c.at.desc())
    row = connection.execute(select(table).where(due, ~arrived).order_by(*first).limit(1)).first()
    return None if row is None else ToAsk(row.vendor_id, row.sender, row.handle, row.asked)


def has_arrived(connection: Connection, site: str, vendor_id: str) -> bool:
    """Whether one is among the deliveries by now."""
    here = select(delivery.c.id).where(delivery.c.site == site, delivery.c.vendor_id == vendor_id).limit(1)
    return connection.execute(here).first() is not None


def note_asked(connection: Connection, site: str, one: ToAsk, now: float, *, in_vain: bool = False) -> None:
    """It was asked for. ``in_vain``: the answer was no, and would be the next time."""
    given_up = in_vain or one.asked >= len(WAITS)
    asked = {"asked": one.asked + 1, "asked_at": now, "due": None if given_up else now + WAITS[one.asked]}
    here = (table.c.site == site) & (table.c.vendor_id == one.vendor_id)
    connection.execute(update(table).where(here).values(**asked))


def asked_since(connection: Connection, site: str, moment: float) -> int:
    """How many were asked for since a moment, which is an hour ago at most."""
    recently = select(func.count()).where(table.c.site == site, table.c.asked_at > moment)
    return connection.execute(recently).scalar_one()


def forget(connection: Connection, site: str, before: float) -> None:
    """Forgets what the tracker has forgotten, too."""
    connection.execute(delete(table).where(table.c.site == site, table.c.at < before))


def _row(site: str, sender: str, one: Undelivered) -> dict[str, object]:
    return {
        "site": site,
        "vendor_id": one.vendor_id,
        "sender": sender,
        "event": one.event,
        "handle": one.handle,
        "at": one.at.timestamp(),
        "unswept": one.unswept,
    }
