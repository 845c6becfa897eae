"""Copies a store, row by row, into another one of either kind; and a SQLite store as a whole while it is in use."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, insert, select, text

from service.store.connection import StoreError, is_current, is_newer, reading, upgrade
from service.store.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

TOGETHER: Final = 1_000
PAGES: Final = 1_000
"""Pages of a SQLite file that are copied at a time, between which writers have their turn."""
FILLED_AT_ONCE: Final = frozenset({"clock"})
"""Tables that have a row in every store from the beginning."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many rows of a table were copied, of so many."""

    table: str
    rows: int
    of: int


def copy(source: Engine, target: Engine, progress: Callable[[Copied], None]) -> int:
    """Copies everything into a store that is empty, from one moment of the source; how many rows that are.

    Raises ``StoreError`` where the source has another schema, or the target anything in it. What fails leaves the
    target as it was.
    """
    upgrade(target)
    with reading(source) as there, target.begin() as here:
        if not is_current(there):
            hint = "a newer Detour wrote it" if is_newer(there) else "'detour db upgrade' brings it up to date"
            raise StoreError(f"the store that is to be copied has another schema: {hint}")
        others = (table for table in metadata.sorted_tables if table.name not in FILLED_AT_ONCE)
        if filled := [table.name for table in others if _count(here, table)]:
            raise StoreError(f"the store that is to be filled is not empty: there is something in {', '.join(filled)}")
        return sum(_copy_table(there, here, table, progress) for table in metadata.sorted_tables)


def back_up(source: Engine, target: Path) -> int:
    """Copies a SQLite store into a file while others read and write it; the file's size in bytes.

    https://www.sqlite.org/backup.html : what is written meanwhile is in the copy, too, or not; the copy is whole.
    Raises ``StoreError``, and ``OSError`` where the file cannot be written.
    """
    if source.dialect.name != "sqlite":
        raise StoreError("a PostgreSQL is backed up by its own pg_dump; 'detour db copy' copies it into a SQLite file")
    if target.exists():
        raise StoreError(f"{target} is there already; nothing is written over it")
    raw = source.raw_connection()
    try:
        with sqlite3.connect(target) as into:
            raw.driver_connection.backup(into, pages=PAGES)  # type: ignore[union-attr]  # of sqlite3
        into.close()
    finally:
        raw.close()
    return target.stat().st_size


def _copy_table(there: Connection, here: Connection, table: Table, progress: Callable[[Copied], None]) -> int:
    count, done = _count(there, table), 0
    if table.name in FILLED_AT_ONCE:
        here.execute(table.delete())
    rows = there.execution_options(yield_per=TOGETHER).execute(select(table)).mappings()
    for some in rows.partitions(TOGETHER):
        here.execute(insert(table), [dict(row) for row in some])
        done += len(some)
        progress(Copied(table.name, done, count))
    if here.dialect.name == "postgresql":
        _continue_numbers(here, table)
    return done


def _continue_numbers(here: Connection, table: Table) -> None:
    """Rows that come later get numbers behind those that were copied."""
    column = table.autoincrement_column
    if column is not None and column.autoincrement is True:
        highest = here.execute(select(func.max(column))).scalar()
        if highest is not None:
            sequence = here.execute(text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name})
            here.execute(text("SELECT setval(:s, :v)"), {"s": sequence.scalar(), "v": highest})


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
