"""What a store remembers for itself: its keys, and which configuration its verdicts are of."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from service.store.tables import setting as table
from service.store.upserts import insert, put

if TYPE_CHECKING:
    from sqlalchemy import Connection

KEY_BYTES: Final = 32
RESTORED: Final = "restored"


def marker_key(connection: Connection) -> bytes:
    """The key that signs this store's markers, made at first use. Whoever loses the store loses its comments' owner."""
    return _key(connection, "marker_key")


def access_key(connection: Connection) -> bytes:
    """The key of what browsers keep for Detour while somebody signs in, of forms on this machine, and of badges."""
    return _key(connection, "access_key")


def _key(connection: Connection, name: str) -> bytes:
    fresh = {"name": name, "value": secrets.token_bytes(KEY_BYTES)}
    connection.execute(insert(connection, table).values(**fresh).on_conflict_do_nothing())
    found: bytes = connection.execute(select(table.c.value).where(table.c.name == name)).scalar_one()
    return found


def holds(connection: Connection, name: str, value: bytes) -> bool:
    """Whether a setting is this one by now."""
    return connection.execute(select(table.c.value).where(table.c.name == name)).scalar() == value


def hold(connection: Connection, name: str, value: bytes) -> None:
    """Keeps a setting."""
    put(connection, table, [{"name": name, "value": value}])


def note_restored(connection: Connection, now: float) -> None:
    """Keeps that the store was restored from a backup: what it says of comments and checks may be older than these."""
    put(connection, table, [{"name": RESTORED, "value": repr(now).encode()}])


def restored_at(connection: Connection) -> float:
    """When the store was restored last, in seconds since 1970; 0 if it never was."""
    found = connection.execute(select(table.c.value).where(table.c.name == RESTORED)).scalar()
    return 0.0 if found is None else float(found)


def kept_moment(connection: Connection, name: str, now: float) -> float:
    """The moment (seconds since 1970) at which it was asked for first."""
    fresh = {"name": name, "value": repr(now).encode()}
    connection.execute(insert(connection, table).values(**fresh).on_conflict_do_nothing())
    found: bytes = connection.execute(select(table.c.value).where(table.c.name == name)).scalar_one()
    return float(found)
