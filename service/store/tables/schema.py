"""What all tables share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, ColumnElement, Integer, MetaData
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers rows by itself only where the key's type is INTEGER.
Row = BigInteger().with_variant(Integer, "sqlite")


class bytewise(ColumnElement[str]):  # noqa: N801  # it reads as a function of SQL
    """A text in the order of its bytes, as SQLite has it anyway; PostgreSQL may sort PAY-1 among PAYROLL-1."""

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]  # noqa: RUF012  # as SQLAlchemy types it

    def __init__(self, column: ColumnElement[str]) -> None:
        self.column, self.type = column, column.type


@compiles(bytewise)
def _plain(one: bytewise, compiler: SQLCompiler, **options: object) -> str:
    return compiler.process(one.column, **options)


@compiles(bytewise, "postgresql")
def _collated(one: bytewise, compiler: SQLCompiler, **options: object) -> str:
    return f'{compiler.process(one.column, **options)} COLLATE "C"'
