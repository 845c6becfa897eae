"""Who has signed in. The store keeps a hash of what their browser shows: whoever reads the store can be nobody."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import delete, insert, select

from service.store.documents import encoded
from service.store.tables import session as table

if TYPE_CHECKING:
    from sqlalchemy import Connection

SECRET_BYTES: Final = 32
_GROUPS: Final = msgspec.json.Decoder(frozenset[str])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody as a way in told of them. ``groups`` are what grants may name them by."""

    way: str
    identity: str
    name: str
    groups: frozenset[str] = frozenset()


def begin(connection: Connection, person: Person, now: float, seconds: float) -> str:
    """A new session, as its browser is to show it; those that are over are forgotten."""
    connection.execute(delete(table).where(table.c.until <= now))
    shown = secrets.token_urlsafe(SECRET_BYTES)
    row = {"way": person.way, "identity": person.identity, "name": person.name, "made": now, "until": now + seconds}
    groups = encoded(sorted(person.groups))
    connection.execute(insert(table).values(**row, digest=digest_of(shown), groups=groups))
    return shown


def person_of(connection: Connection, shown: str, now: float) -> Person | None:
    """Whose session a browser shows; ``None`` where there is none, or no longer."""
    here = (table.c.digest == digest_of(shown)) & (table.c.until > now)
    row = connection.execute(select(table).where(here)).first()
    return None if row is None else Person(row.way, row.identity, row.name, _GROUPS.decode(row.groups))


def end(connection: Connection, shown: str) -> None:
    """Ends a session: what its browser shows is worth nothing from now on."""
    connection.execute(delete(table).where(table.c.digest == digest_of(shown)))


def digest_of(shown: str) -> str:
    """What the store knows a secret by. One of 256 random bits needs no slow hash."""
    return sha256(shown.encode("utf-8", "surrogateescape")).hexdigest()
