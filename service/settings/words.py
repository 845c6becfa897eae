"""What the tables of the configuration say of themselves: their docstrings, and those beneath their keys.

They are read out of the source when somebody asks, for commands that only read a configuration need none of it.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from service.settings.table import Table

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


def purpose(table: type[Table]) -> str:
    """What a table is about, on one line."""
    return (inspect.getdoc(table) or "").partition("\n\n")[0].replace("\n", " ").replace("``", "")


def words_on(table: type[Table]) -> dict[str, str]:
    """What each key of a table means; keys that are tables themselves say nothing here."""
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(table))).body
    words = {}
    for statement, following in pairwise(getattr(definition, "body", ())):
        match statement, following:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                words[name] = " ".join(text.split())
    return words


def table_in(annotation: object) -> type[Table] | None:
    """The kind of table that a key holds: one, several, or several by name; ``None`` where it holds other things."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    return next(filter(None, map(table_in, getattr(annotation, "__args__", ()))), None)


def example(field: FieldInfo) -> str:
    """The line of TOML that shows a key, or the heading of a table."""
    return str(field.examples[0]) if field.examples else ""


def example_value(line: str) -> tuple[str, Any]:
    """Key and value of an example; raises ``ValueError`` for what is no line of TOML."""
    [(key, value)] = tomllib.loads(line).items()
    return key, value
