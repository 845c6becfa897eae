"""Audits as the store keeps them: the one under way, and what each came to."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import func, select, update

from service.extent import Changes, Extent
from service.store.documents import encoded
from service.store.tables import audit as table
from service.store.upserts import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Row

SCHEDULE: Final = "schedule"
PAGE: Final = "page"
"""Who asks for audits that a running service concludes."""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What an audit came to: findings by severity and by rule, links to other teams, and how far each site was read.

    ``self_reliance`` is a share from 0 to 1, ``None`` without plans.
    """

    severities: dict[str, int] = {}
    rules: dict[str, int] = {}
    across_teams: int = 0
    covered: int = 0
    self_reliance: float | None = None
    extents: tuple[Extent, ...] = ()
    changes: Changes | None = None


@dataclass(frozen=True, slots=True)
class KeptAudit:
    """One audit. ``slot`` is the moment of the schedule that it is for. Times are in seconds since 1970."""

    id: int
    slot: float | None
    asked_by: str
    sites: tuple[str, ...]
    started: float
    ended: float | None
    outcome: Outcome | None


_OUTCOME: Final = msgspec.json.Decoder(Outcome)
_NAMES: Final = msgspec.json.Decoder(tuple[str, ...])
_COLUMNS: Final = (table.c.id, table.c.slot, table.c.asked_by, table.c.sites, table.c.started, table.c.ended)


def begin(
    connection: Connection, asked_by: str, sites: Sequence[str], now: float, slot: float | None = None
) -> int | None:
    """A new audit's number; ``None`` where another process has begun the one of that moment."""
    row = {"slot": slot, "asked_by": asked_by, "sites": encoded(tuple(sites)), "started": now}
    made = insert(connection, table).values(**row).on_conflict_do_nothing().returning(table.c.id)
    found: int | None = connection.execute(made).scalar()
    return found


def packed(keys: Iterable[str]) -> bytes:
    """The keys of findings as they are kept. Pure."""
    return zlib.compress(encoded(sorted(keys)))


def end(connection: Connection, number: int, outcome: Outcome, keys: bytes | None, now: float) -> None:
    """Keeps what an audit came to, with the packed keys of its findings if they are all: the next one compares them."""
    kept = {"outcome": encoded(outcome), "finding_keys": keys, "ended": now}
    connection.execute(update(table).where(table.c.id == number).values(**kept))


def under_way(connection: Connection, asked_by: str) -> KeptAudit | None:
    """The latest audit that somebody asked for and that has not ended."""
    here = select(*_COLUMNS, table.c.outcome).where(table.c.asked_by == asked_by, table.c.ended.is_(None))
    row = connection.execute(here.order_by(table.c.id.desc()).limit(1)).first()
    return None if row is None else _kept(row)


def latest(connection: Connection, most: int, below: int | None = None) -> list[KeptAudit]:
    """The audits, the newest first; ``below`` the number of the last one that was seen."""
    wanted = select(*_COLUMNS, table.c.outcome).order_by(table.c.id.desc()).limit(most)
    rows = connection.execute(wanted if below is None else wanted.where(table.c.id < below))
    return [_kept(row) for row in rows]


def audit_of(connection: Connection, number: int) -> KeptAudit | None:
    """One audit, if there is one of that number."""
    row = connection.execute(select(*_COLUMNS, table.c.outcome).where(table.c.id == number)).first()
    return None if row is None else _kept(row)


def last_slot(connection: Connection) -> float | None:
    """The latest moment of the schedule for which there was an audit."""
    wanted = select(table.c.slot).where(table.c.slot.is_not(None)).order_by(table.c.slot.desc()).limit(1)
    found: float | None = connection.execute(wanted).scalar()
    return found


def last_end(connection: Connection) -> float:
    """When the latest audit ended, 0 where none has."""
    found: float = connection.execute(select(func.coalesce(func.max(table.c.ended), 0.0))).scalar_one()
    return found


def keys_before(connection: Connection, number: int, sites: Sequence[str]) -> tuple[float, frozenset[str]] | None:
    """When the last audit of the same sites ended before this one, and the keys of what it found."""
    same = (table.c.sites == encoded(tuple(sites))) & table.c.finding_keys.is_not(None) & (table.c.id < number)
    wanted = select(table.c.ended, table.c.finding_keys).where(same).order_by(table.c.id.desc()).limit(1)
    row = connection.execute(wanted).first()
    return None if row is None else (row.ended, frozenset(_NAMES.decode(zlib.decompress(row.finding_keys))))


def _kept(row: Row[*tuple[Any, ...]]) -> KeptAudit:
    outcome = None if row.outcome is None else _OUTCOME.decode(row.outcome)
    return KeptAudit(row.id, row.slot, row.asked_by, _NAMES.decode(row.sites), row.started, row.ended, outcome)
