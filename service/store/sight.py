"""Asks in one recursive statement what some issues see, however many steps away: each step was a statement before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, case, literal_column, or_, select, true, union_all

from service.store.lists import one_of
from service.store.ripples import DECLARED
from service.store.tables import BACKWARDS, issue
from service.store.tables import statement as table

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection


class Sight(NamedTuple):
    """The issues that are seen. ``cut``: these are not all."""

    issues: set[int]
    cut: bool


def seen_from(connection: Connection, issues: Collection[int], limit: int) -> Sight:
    """What some issues see, as far as it is not more than the limit.

    An issue that is seen ``whole`` shows what it waits on, its parts, its duplicates, the tickets that it declares, and
    its parent; a parent shows only the tickets that it declares, and its own parent. One that is seen both ways counts
    twice towards the limit.
    """
    found = connection.execute(_SEEN, {"some": sorted(issues), "most": limit + 1}).all()
    return Sight({one for one, _ in found}, len(found) > limit)


_themselves = select(issue.c.id.label("issue"), true().label("whole")).where(one_of(issue.c.id, "some"))
_near = _themselves.cte("seen", recursive=True)
_forwards = table.c.a == _near.c.issue
_backwards = and_(table.c.b == _near.c.issue, BACKWARDS)
_declares = table.c.kind.in_(sorted(DECLARED))
_of_whole = and_(_near.c.whole, table.c.kind.in_(("wait", "duplicate")))
_leads_to = {
    "a": and_(_backwards, _near.c.whole),
    "b": and_(_forwards, or_(_declares, _of_whole, table.c.kind == "child")),
    "c": and_(_forwards, _declares),
}
"""When what is at an end of a statement is seen from what is at another."""
_ends = union_all(*(select(literal_column(f"'{end}'").label("name")) for end in _leads_to)).cte("ends")
_far = case({end: table.c[end] for end in _leads_to}, value=_ends.c.name)
_next = (
    select(_far, or_(table.c.kind != "child", _ends.c.name != "b"))  # all but a parent is seen whole
    .select_from(_near)
    .join(table, or_(_forwards, _backwards))
    .join(_ends, or_(*(and_(_ends.c.name == end, leads) for end, leads in _leads_to.items())))
    .where(table.c.present, _far != 0)
)
_SEEN = select(_near.union(_next)).limit(bindparam("most"))
