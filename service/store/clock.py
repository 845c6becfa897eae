"""The store's own time: ticks that order readings on every machine alike, and the seconds that leases last."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import BigInteger, Float, case, cast, literal_column, select, update

from service.store.tables import clock

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection, Engine
    from sqlalchemy.sql.dml import ReturningUpdate

A_CHANGE: Final = 10
"""How many issues are taken in by one transaction: on SQLite no webhook is kept meanwhile."""
SECONDS: dict[str, ColumnElement[float]] = {
    "sqlite": literal_column("(julianday('now') - 2440587.5) * 86400.0", Float),
    "postgresql": literal_column("extract(epoch from clock_timestamp())", Float),
}
"""The database's seconds since 1970. https://www.sqlite.org/lang_datefunc.html : Julian day 2440587.5 is 1970."""


def next_tick(connection: Connection) -> int:
    """The next tick. Whoever took one keeps all others who change the model waiting until its transaction ends.

    Ticks are the database's microseconds since 1970, or one more than the last one where its clock stands or is set
    back. So they can be compared with a tracker's own times, which order what a site says that only receives: one that
    is given credentials later is believed what it reads.
    """
    found: int = connection.execute(_ticking(connection.dialect.name)).scalar_one()
    return found


@cache
def _ticking(dialect: str) -> ReturningUpdate[int]:
    now, following = cast(SECONDS[dialect] * 1_000_000, BigInteger), clock.c.tick + 1
    return update(clock).values(tick=case((now > following, now), else_=following)).returning(clock.c.tick)


@contextmanager
def changing(engine: Engine) -> Iterator[tuple[Connection, int]]:
    """A transaction that may change the model, with its tick; such transactions follow one another."""
    with engine.begin() as connection:
        yield connection, next_tick(connection)


def tick(engine: Engine) -> int:
    """A tick for the moment at which a request begins."""
    with changing(engine) as (_, now):
        return now


def last_tick(connection: Connection) -> int:
    """The tick of the last change: as long as it is the same, nothing is known that was not known before."""
    found: int = connection.execute(select(clock.c.tick)).scalar_one()
    return found
