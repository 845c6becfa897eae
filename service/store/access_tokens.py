"""Tokens of programs: shown once, kept as hashes, with what they may do, until when, and when they were used."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from service.store.access_sessions import SECRET_BYTES, digest_of
from service.store.tables import token as table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

BEGINNING: Final = "detour_"
"""By which people and scanners of secrets know one."""
USED_SECONDS: Final = 300.0
"""How exactly the last use is known: a program that asks each second writes nothing each second."""


class Scope(Enum):
    """What a token is good for; each includes those before it."""

    READ = "read"
    ACT = "act"
    ADMIN = "admin"


class NameTakenError(Exception):
    """There is a token of this name that was not revoked."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is known: all but what opens doors. Times are in seconds since 1970."""

    id: int
    name: str
    scope: Scope
    made_by: str
    made: float
    until: float | None
    used: float | None
    revoked: float | None

    def is_good(self, now: float) -> bool:
        """Whether it opens doors."""
        return self.revoked is None and (self.until is None or now < self.until)


def make(
    connection: Connection, name: str, scope: Scope, made_by: str, now: float, *, until: float | None = None
) -> str:
    """A new token, as its program is to show it. Raises ``NameTakenError``."""
    shown = f"{BEGINNING}{secrets.token_urlsafe(SECRET_BYTES)}"
    row = {"name": name, "scope": scope.value, "made_by": made_by, "made": now, "until": until}
    try:
        with connection.begin_nested():
            connection.execute(insert(table).values(**row, digest=digest_of(shown)))
    except IntegrityError:
        raise NameTakenError(name) from None
    return shown


def token_of(connection: Connection, shown: str) -> Token | None:
    """The token that a program shows, good or not."""
    row = connection.execute(select(table).where(table.c.digest == digest_of(shown))).first()
    return None if row is None else _kept(row)


def every(connection: Connection) -> list[Token]:
    """All tokens there ever were, the newest first."""
    return [_kept(row) for row in connection.execute(select(table).order_by(table.c.id.desc()))]


def used(connection: Connection, token: Token, now: float) -> None:
    """Keeps that a token was used."""
    connection.execute(update(table).where(table.c.id == token.id).values(used=now))


def is_used_lately(token: Token, now: float) -> bool:
    """Whether its use is known exactly enough."""
    return token.used is not None and now - token.used < USED_SECONDS


def revoke(connection: Connection, name: str, now: float) -> Token | None:
    """Ends the token of a name; returns it as it was, ``None`` where there is none."""
    here = (table.c.name == name) & table.c.revoked.is_(None)
    row = connection.execute(select(table).where(here)).first()
    connection.execute(update(table).where(here).values(revoked=now))
    return None if row is None else _kept(row)


def _kept(row: Row[*tuple[Any, ...]]) -> Token:
    return Token(row.id, row.name, Scope(row.scope), row.made_by, row.made, row.until, row.used, row.revoked)
