"""Walks along statements from issue to issue, however many steps away, in one recursive statement of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from sqlalchemy import and_, case, literal_column, or_, select, true, union_all

from service.store.lists import one_of
from service.store.tables import issue
from service.store.tables import statement as table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import CTE, ColumnElement

    End = Literal["a", "b", "c"]
    Condition = ColumnElement[bool]


def begun(name: str, manner: str) -> CTE:
    """The issues of the parameter ``some``, at which a walk begins: a column ``issue``, and a true one, its manner."""
    where = one_of(issue.c.id, "some")
    return select(issue.c.id.label("issue"), true().label(manner)).where(where).cte(name, recursive=True)


def walked(
    begun: CTE, near: Condition, leads_to: Mapping[End, Condition], manner: Callable[[ColumnElement[str]], Condition]
) -> CTE:
    """The walk: every issue that is reached, each with a manner at most once.

    ``near`` are the statements that are looked at from an issue of the walk; ``leads_to`` says from which of them it
    goes on to the issue at an end, and ``manner``, given the end, in which manner that is reached.
    """
    ends = union_all(*(select(literal_column(f"'{end}'").label("name")) for end in leads_to)).cte("ends")
    far = case({end: table.c[end] for end in leads_to}, value=ends.c.name)
    following = (
        select(far, manner(ends.c.name))
        .select_from(begun)
        .join(table, near)
        .join(ends, or_(*(and_(ends.c.name == end, leads) for end, leads in leads_to.items())))
        .where(table.c.present, far != 0)
    )
    return begun.union(following)
