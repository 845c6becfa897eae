"""The log of deeds: who did what, when, about what, and how it was before and after. It only grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import insert, select

from service.store.documents import encoded
from service.store.tables import deed as table

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

MOST: Final = 200
"""Deeds at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody did. ``before`` and ``after`` are anything that JSON can say, and hold no secret.

    ``who`` is a viewer's identity, ``name`` what they were called. ``at`` is in seconds since 1970.
    """

    at: float
    who: str
    name: str
    what: str
    about: str = ""
    before: Any = None
    after: Any = None
    id: int = 0


def record(connection: Connection, deed: Deed) -> None:
    """Keeps a deed, in the transaction in which it is done: one is not without the other."""
    row = {name: getattr(deed, name) for name in ("at", "who", "name", "what", "about")}
    connection.execute(insert(table).values(**row, before=encoded(deed.before), after=encoded(deed.after)))


def latest(connection: Connection, most: int = MOST, *, below: int | None = None, who: str = "") -> list[Deed]:
    """Deeds, the newest first; ``below`` the number of the last one that was seen, and of one person alone."""
    wanted = select(table).order_by(table.c.id.desc()).limit(min(most, MOST))
    if below is not None:
        wanted = wanted.where(table.c.id < below)
    if who:
        wanted = wanted.where(table.c.who == who)
    return [_kept(row) for row in connection.execute(wanted)]


def _kept(row: Row[*tuple[Any, ...]]) -> Deed:
    before, after = msgspec.json.decode(row.before), msgspec.json.decode(row.after)
    named = {name: getattr(row, name) for name in ("id", "at", "who", "name", "what", "about")}
    return Deed(**named, before=before, after=after)
