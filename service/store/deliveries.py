"""Deliveries in the store: kept before they are acknowledged, taken in their order, replayed at will."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.exc import DBAPIError

from connectors.contract import Delivery
from service.store.connection import reading
from service.store.files import is_elsewhere
from service.store.lists import one_of
from service.store.tables import delivery as table
from service.store.writers import PRESSES, its_turn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Engine, Row

KEEP = """
    INSERT INTO delivery (site, vendor_id, event, digest, received, body, state, note)
    VALUES ({0}, {0}, {0}, {0}, {0}, {0}, 'kept', '') ON CONFLICT DO NOTHING
"""
"""The busiest statement, given to the driver as it is: it costs a third of what the expression language would add."""
PLACEHOLDER = {"sqlite": "?", "postgresql": "%s"}


class DeliveryState(Enum):
    """What became of a delivery.

    The words are of one length, for SQLite then writes the word in its place, and not the whole row with its body.
    """

    KEPT = "kept"
    """Not looked at yet."""
    DONE = "done"
    DEAD = "dead"
    """It could not be understood: a dead letter, until it is replayed."""


@dataclass(frozen=True, slots=True)
class StoredDelivery:
    """A delivery as a list shows it. ``received`` is in seconds since 1970; ``size`` in bytes."""

    id: int
    site: str
    vendor_id: str
    event: str
    received: float
    state: DeliveryState
    note: str
    size: int


@dataclass(frozen=True, slots=True)
class Arrived:
    """A delivery to be looked at. ``received`` is in seconds since 1970."""

    id: int
    delivery: Delivery
    received: float


class Deliveries:
    """The table of deliveries. Every method is one transaction, and raises ``SQLAlchemyError`` where that fails.

    ``keep`` is for one thread, the inbox's; it holds a connection until ``close``.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._keep = KEEP.format(PLACEHOLDER[engine.dialect.name])
        self._writing: Connection | None = None

    def keep(self, batch: Sequence[Delivery], received: float) -> int:
        """Keeps all or none, in one commit; returns how many of them were not known before.

        A delivery is known if its site, its vendor's id and its body are: redelivered ones change nothing.
        """
        rows = [(one.site, one.vendor_id, one.event, one.digest, received, one.body) for one in batch]
        try:
            return self._write(rows)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            # The database was restarted since the last batch. The rows are known by their keys: once more is safe.
            return self._write(rows)

    def close(self) -> None:
        """Gives the writing connection back."""
        if self._writing is not None:
            self._writing.close()
            self._writing = None

    def _write(self, rows: Sequence[tuple[object, ...]]) -> int:
        """One transaction on the connection that is kept for it: asking the pool would cost as much as writing."""
        if self._writing is not None and is_elsewhere(self._writing):
            self._forget()
        if self._writing is None:
            self._writing = self._engine.connect().execution_options(**{PRESSES: True})
        try:
            return self._committed(self._writing, rows)
        except self._engine.dialect.loaded_dbapi.Error as error:
            lost = self._engine.dialect.is_disconnect(error, None, None)
            self._forget()
            raise DBAPIError("keep deliveries", None, error, connection_invalidated=lost) from error
        except DBAPIError:
            self._forget()
            raise

    def _committed(self, writing: Connection, rows: Sequence[tuple[object, ...]]) -> int:
        """How many of the rows were new, once they are on the disk.

        By the driver's own cursor, for SQLAlchemy does not tell how many of several were. One row alone is a
        transaction by itself on SQLite, and asks for the interpreter, which pages and lanes want too, once instead of
        three times.
        """
        cursor = writing.connection.cursor()
        if len(rows) == 1 and writing.dialect.name == "sqlite":
            with its_turn(writing):
                cursor.execute(self._keep, rows[0])
        else:
            with writing.begin():
                cursor.executemany(self._keep, rows)
        return int(cursor.rowcount)

    def _forget(self) -> None:
        if self._writing is not None:
            self._writing.invalidate()
            self.close()

    def new(self, site: str, limit: int) -> list[Arrived]:
        """What was not looked at yet, in the order of its arrival."""
        with reading(self._engine) as connection:
            return [
                Arrived(row.id, Delivery(row.site, row.vendor_id, row.event, row.body), row.received)
                for row in connection.execute(_NEW, {"here": site, "most": limit})
            ]

    def any_new(self, site: str) -> bool:
        """Whether there is anything that was not looked at yet."""
        with reading(self._engine) as connection:
            return connection.execute(_ANY_NEW, {"here": site}).first() is not None

    @staticmethod
    def settle(connection: Connection, done: Mapping[int, str], failed: Mapping[int, str]) -> None:
        """Notes what became of deliveries, with a note on each, inside the transaction that it became so in."""
        for state, notes in ((DeliveryState.DONE, done), (DeliveryState.DEAD, failed)):
            quiet = [one for one, note in notes.items() if not note]
            loud = [{"at": one, "said": note} for one, note in notes.items() if note]
            if quiet:
                now = update(table).where(one_of(table.c.id, quiet)).values(state=state.value, note="")
                connection.execute(now)
            if loud:
                noting = update(table).where(table.c.id == bindparam("at"))
                connection.execute(noting.values(state=state.value, note=bindparam("said")), loud)

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries there are of each state."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(table.c.state, func.count()).group_by(table.c.state))
            found: dict[str, int] = dict(tuple(row) for row in rows)
        return {state: found.get(state.value, 0) for state in DeliveryState}

    def latest(self, limit: int, state: DeliveryState | None = None) -> list[StoredDelivery]:
        """The newest deliveries, newest first, of one state or of all."""
        with reading(self._engine) as connection:
            return listed(connection, limit, state)

    def replay(self, ids: Sequence[int] | None) -> int:
        """Makes deliveries new again, those with the ids or every failed one; returns how many."""
        with self._engine.begin() as connection:
            return replay(connection, ids)


def listed(
    connection: Connection,
    limit: int,
    state: DeliveryState | None = None,
    site: str = "",
    below: int | None = None,
) -> list[StoredDelivery]:
    """Deliveries, the newest first, of a state and a site or of all; ``below`` the last one that was seen."""
    wanted = _LISTED.order_by(table.c.id.desc()).limit(limit)
    if state is not None:
        wanted = wanted.where(table.c.state == state.value)
    if site:
        # An expression, for else SQLite takes the index that begins with the site, and sorts all that it has of one.
        wanted = wanted.where(func.coalesce(table.c.site, "") == site)
    if below is not None:
        wanted = wanted.where(table.c.id < below)
    return [_stored(row) for row in connection.execute(wanted)]


def delivery_of(connection: Connection, number: int) -> tuple[StoredDelivery, bytes] | None:
    """One delivery with its body, if there is one of that number."""
    row = connection.execute(_LISTED.add_columns(table.c.body).where(table.c.id == number)).first()
    return None if row is None else (_stored(row), row.body)


def count(connection: Connection, state: DeliveryState) -> int:
    """How many deliveries are of a state: quick for the few that are not done."""
    wanted = select(func.count()).where(table.c.state == state.value)
    found: int = connection.execute(wanted).scalar_one()
    return found


def last_received(connection: Connection, site: str) -> StoredDelivery | None:
    """The last delivery of a site."""
    return next(iter(listed(connection, 1, site=site)), None)


def replay(connection: Connection, ids: Sequence[int] | None) -> int:
    """Makes deliveries new again, those with the ids or every failed one; returns how many.

    One whose body was taken away stays as it is.
    """
    chosen = table.c.state == DeliveryState.DEAD.value if ids is None else one_of(table.c.id, ids)
    there = func.length(table.c.body) > 0  # there is nothing left to look at where the body was taken away
    again = update(table).where(chosen, there).values(state=DeliveryState.KEPT.value, note="")
    return connection.execute(again).rowcount


_KEPT: Final = (table.c.state == DeliveryState.KEPT.value) & (table.c.site == bindparam("here"))
_ANY_NEW: Final = select(table.c.id).where(_KEPT).limit(1)
_NEW: Final = select(table).where(_KEPT).order_by(table.c.id).limit(bindparam("most"))
_LISTED: Final = select(
    *(column for column in table.c if column.name not in {"body", "digest"}), func.length(table.c.body).label("size")
)


def _stored(row: Row[*tuple[Any, ...]]) -> StoredDelivery:
    return StoredDelivery(
        row.id, row.site, row.vendor_id, row.event, row.received, DeliveryState(row.state), row.note, row.size
    )
