"""INSERT ... ON CONFLICT, which both databases spell alike and SQLAlchemy keeps in their dialects."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Table

Value = TypeVar("Value")

CHUNK = 1_000
"""Values in one statement; SQLite takes 32,766 in all: https://www.sqlite.org/limits.html#max_variable_number"""
DIALECTS: dict[str, Callable[[Table], postgresql.Insert]] = {
    "sqlite": sqlite.insert,  # type: ignore[dict-item]  # spelt alike
    "postgresql": postgresql.insert,
}


def insert(connection: Connection, table: Table) -> postgresql.Insert:
    """An INSERT that can say what a conflict does."""
    return DIALECTS[connection.dialect.name](table)


def put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Inserts rows, each in the place of the one with the same primary key; all have the same columns."""
    if not rows:
        return
    connection.execute(_replacing(connection.dialect.name, table, tuple(rows[0])), [dict(row) for row in rows])


@cache
def _replacing(dialect: str, table: Table, names: tuple[str, ...]) -> postgresql.Insert:
    """The statement, made once: ``excluded`` makes all of a table's columns anew, which took a tenth of our time."""
    statement = DIALECTS[dialect](table)
    keys = [column.name for column in table.primary_key]
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=rest)


def chunks(values: Sequence[Value], size: int = CHUNK) -> Iterator[Sequence[Value]]:
    """Some values at a time, as many as one statement takes or as there are to be."""
    for start in range(0, len(values), size):
        yield values[start : start + size]
