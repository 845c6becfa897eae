"""Asks in one recursive statement what some issues see, however many steps away: each step was a statement before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, or_, select

from service.store.ripples import DECLARED
from service.store.tables import BACKWARDS
from service.store.tables import statement as table
from service.store.walks import begun, walked

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import ColumnElement, Connection

    from service.store.walks import End


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


_near = begun("seen", "whole")
_forwards = table.c.a == _near.c.issue
_backwards = and_(table.c.b == _near.c.issue, BACKWARDS)
_declares = table.c.kind.in_(sorted(DECLARED))
_of_whole = and_(_near.c.whole, table.c.kind.in_(("wait", "duplicate")))
_leads_to: dict[End, ColumnElement[bool]] = {
    "a": and_(_backwards, _near.c.whole),
    "b": and_(_forwards, or_(_declares, _of_whole, table.c.kind == "child")),
    "c": and_(_forwards, _declares),
}
"""When what is at an end of a statement is seen from what is at another. All but a parent is seen whole."""
_seen = walked(_near, or_(_forwards, _backwards), _leads_to, lambda end: or_(table.c.kind != "child", end != "b"))
_SEEN = select(_seen).limit(bindparam("most"))
