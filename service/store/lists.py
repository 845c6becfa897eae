"""Asks for the rows of many values in one statement whose text is the same however many they are.

SQLAlchemy's own ``IN`` writes a parameter for each value, so that every length is another statement, which both
databases have to plan anew: half of the time of a page that asks step by step.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ColumnElement, String, Text, TypeDecorator, bindparam, column
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.visitors import InternalTraversal

from service.store.upserts import chunks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from sqlalchemy import BindParameter, Connection, Dialect, Executable, Row, TableValuedAlias
    from sqlalchemy.sql.compiler import SQLCompiler
    from sqlalchemy.types import TypeEngine


class _Listed(TypeDecorator["Collection[Any]"]):
    """Numbers or texts, as an array of PostgreSQL's, or as JSON for SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, *, texts: bool) -> None:
        super().__init__()
        self.texts = texts

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(ARRAY(Text() if self.texts else BigInteger()))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:  # noqa: ANN401  # by dialect
        listed = list(value or ())
        return listed if dialect.name == "postgresql" else json.dumps(listed)


class _OneOf(ColumnElement[bool]):
    """A column is one of the values of a list that is a single parameter.

    It has no type: SQLAlchemy compares what is a Boolean by type with 1 where a dialect has none, and no index is used.
    """

    inherit_cache = True
    _traverse_internals = [  # noqa: RUF012  # as SQLAlchemy types it
        ("column", InternalTraversal.dp_clauseelement),
        ("some", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, column: ColumnElement[Any], some: BindParameter[Any]) -> None:
        self.column, self.some = column, some


@compiles(_OneOf, "sqlite")
def _in_sqlite(one: _OneOf, compiler: SQLCompiler, **options: object) -> str:
    column, some = compiler.process(one.column, **options), compiler.process(one.some, **options)
    return " ".join((column, "IN (SELECT value FROM", f"json_each({some}))"))


@compiles(_OneOf)
def _in_postgresql(one: _OneOf, compiler: SQLCompiler, **options: object) -> str:
    return f"{compiler.process(one.column, **options)} = ANY ({compiler.process(one.some, **options)})"


def one_of(column: ColumnElement[Any], some: Collection[Any] | str) -> ColumnElement[bool]:
    """Whether a column of numbers or texts is one of some values, or of the list that the named parameter will be."""
    listed = _Listed(texts=isinstance(column.type, String))
    if isinstance(some, str):
        return _OneOf(column, bindparam(some, type_=listed))
    return _OneOf(column, bindparam(None, some, type_=listed, unique=True))


def rows_of(
    connection: Connection, wanted: Executable, values: Sequence[Any], **others: object
) -> Iterator[Row[*tuple[Any, ...]]]:
    """The rows of some values, as many at a time as one statement takes; in ``wanted`` their list is named ``some``."""
    for some in chunks(values):
        yield from connection.execute(wanted, {"some": some, **others}).all()


class _Elements(FunctionElement[str]):
    """The texts of a list that is a single parameter, as rows."""

    inherit_cache = True


@compiles(_Elements)
def _unnested(elements: _Elements, compiler: SQLCompiler, **options: object) -> str:
    return f"unnest({compiler.process(elements.clauses, **options)})"


@compiles(_Elements, "sqlite")
def _each_of_json(elements: _Elements, compiler: SQLCompiler, **options: object) -> str:
    return f"json_each({compiler.process(elements.clauses, **options)})"


def each(some: str) -> TableValuedAlias:
    """A table of the texts in the list that the named parameter will be; its one column is ``value``."""
    listed = _Elements(bindparam(some, type_=_Listed(texts=True)))
    return listed.table_valued(column("value", Text), name="value")  # PostgreSQL names the column as the table


def unindexed(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same values, by which no index is looked up.

    SQLite knows how many rows a value has neither of a column nor of a list, and where it may choose takes the column's
    index: a third of the store, where the list names ten issues.
    """
    return column + ("" if isinstance(column.type, String) else 0)
