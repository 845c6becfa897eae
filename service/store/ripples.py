"""How far a change may reach: every issue whose verdict may be another now, because it can see what changed.

The reverse of what ``rules.neighbourhood`` walks, asked in one recursive statement. Wider is harmless, for judging
again changes nothing; narrower would leave a verdict that the whole audit does not share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, bindparam, case, or_, select

from service.store.lists import one_of, rows_of, unindexed
from service.store.tables import BACKWARDS, issue
from service.store.tables import statement as table
from service.store.walks import begun, walked

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import ColumnElement, Connection, Select

    from service.store.walks import End

DECLARED: Final = frozenset({"fallback", "migration"})
"""Statements by which an issue speaks of other tickets of its own plan; what is said on these depends on it."""
FARTHEST: Final = 20_000
"""Issues; a change that reaches more is answered by judging everything again."""


def affected(connection: Connection, changed: Iterable[int], limit: int = FARTHEST) -> set[int] | None:
    """The issues to be judged after a change of some; ``None`` where they are more than the limit."""
    most = 2 * limit + 1  # each is found in two ways at most
    found = set(connection.execute(_SEEING, {"some": sorted(set(changed)), "most": most}).scalars())
    if len(found) > limit:
        return None
    return found | _with_duplicates(connection, _named(connection, _DECLARED, found))


def asked_by(connection: Connection, issues: Iterable[int], besides: Iterable[int] = ()) -> set[int]:
    """What some issues wait on, where a need brief tells of them; ``besides`` what others waited on up to now."""
    return _with_duplicates(connection, _named(connection, _WAITED_ON, set(issues)).union(besides))


def _named(connection: Connection, statements: Select[tuple[Any, ...]], issues: Collection[int]) -> set[int]:
    """What some issues name in statements of a kind."""
    return {row.b for row in rows_of(connection, statements, sorted(issues))}


def _with_duplicates(connection: Connection, issues: set[int]) -> set[int]:
    """The issues, and whatever was declared to be the same work."""
    return set(connection.execute(_SAME, {"some": sorted(issues)}).scalars()) | issues


# Made once: to make one takes longer than to ask it.
_AT_A, _KIND = one_of(table.c.a, "some"), unindexed(table.c.kind)
_DECLARED = select(table.c.b).where(table.c.present, _KIND.in_(sorted(DECLARED)), _AT_A)
_WAITED_ON = select(table.c.b).where(table.c.present, _KIND == "wait", _AT_A)

_same = select(issue.c.id.label("issue")).where(one_of(issue.c.id, "some")).cte("same", recursive=True)
_of_one = or_(table.c.a == _same.c.issue, and_(table.c.b == _same.c.issue, BACKWARDS))
_copy = case((table.c.a == _same.c.issue, table.c.b), else_=table.c.a)
_copies = select(_copy).join_from(_same, table, _of_one).where(table.c.present, _KIND == "duplicate")
_SAME = select(_same.union(_copies))

_below = begun("below", "downward")
"""Who sees what changed. Whoever declares for its parts, or dates them, is seen by all of these: ``downward``."""
_spoken_of = or_(table.c.b == _below.c.issue, table.c.c == _below.c.issue)
_speaks = table.c.a == _below.c.issue
_SPEAKING = ("wait", "fallback", "duplicate", "drop", "waiver", "migration")
_heirs = and_(_below.c.downward, table.c.kind == "child", table.c.b == _below.c.issue)
_leads_to: dict[End, ColumnElement[bool]] = {
    "a": or_(and_(_spoken_of, table.c.kind.in_(_SPEAKING)), _heirs),
    "b": and_(_speaks, table.c.kind.in_(("duplicate", "child"))),
}
"""When whoever is at an end of a statement sees what is at another."""
_declaring = table.c.kind.in_(("fallback", "child"))
_seeing = walked(_below, or_(_speaks, _spoken_of), _leads_to, lambda end: and_(end == "a", _declaring))
_SEEING = select(_seeing.c.issue).limit(bindparam("most"))
