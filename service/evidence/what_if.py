"""What the plans of an organisation lose or gain by one issue, out of the store: of those that are near to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from rules.graph import Graph
from rules.odds.outlook import Outlook
from rules.odds.what_if import what_if
from rules.views import IssueView
from service.store.experiences import experience_in
from service.store.lists import one_of, rows_of
from service.store.neighbourhoods import around
from service.store.tables import statement
from service.survey.naming import issue_of, team_of
from service.survey.shown import Issue, Team  # noqa: TC001  # the API describes these types, and looks their fields up

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from rules.model import Ref
    from rules.odds.what_if import Prospect
    from service.pipeline.decisions import Decisions

TRIES: Final = (60, 8)
"""So many issues are looked at upwards: of those that more wait on, the plans that are nearest are told."""
LARGEST: Final = 1_500
"""Issues that all of them may see together; where they see more, fewer of them are looked at."""
PLANS: Final = 50


_ENDS = statement.c.kind, statement.c.a, statement.c.b
_NEAR = select(*_ENDS).where(statement.c.present, or_(one_of(statement.c.a, "some"), one_of(statement.c.b, "some")))
_ASK = frozenset({"wait", "fallback", "duplicate"})


@dataclass(frozen=True, slots=True)
class Shift:
    """The odds of a plan as they are, if the issue never comes, if it comes, and with a fallback for it.

    ``None``: it waits in a ring; ``with_fallback`` also where everybody who waits has one, and ``has_all`` says so.
    """

    plan: Issue
    team: Team
    now: float | None
    never: float | None
    comes: float | None
    with_fallback: float | None
    has_all: bool


@dataclass(frozen=True, slots=True)
class Shifts:
    """The plans that change most, and whether more than those may: then only ``detour what-if`` weighs them all."""

    shifts: tuple[Shift, ...]
    more: bool


def shifts_of(connection: Connection, decisions: Decisions, found: tuple[int, Ref], today: date) -> Shifts:
    """What becomes of the plans that wait on an issue of the store, those first that lose most if it never comes."""
    row, ref = found
    more = False
    for most in TRIES:
        above, cut = _above(connection, row, most)
        seen = around(connection, above, LARGEST, askers=False, whole=True)
        more = more or cut or seen.cut
        if not seen.cut:
            break
    policy = decisions.policy
    assembled = decisions.assembled(seen)
    at = assembled.register.find(ref)
    if at is None or seen.cut:
        return Shifts((), more=more)
    graph = Graph(assembled.columns, as_of=today, policy=policy, experience=experience_in(connection))
    told = what_if(graph.derived(Outlook), at)
    shifts = [_shift(IssueView(graph, one.plan), one) for one in told.prospects]
    shifts.sort(key=lambda one: (one.never or 0) - (one.now or 0))
    return Shifts(tuple(shifts[:PLANS]), more or bool(told.left_out) or len(shifts) > PLANS)


def _shift(plan: IssueView, one: Prospect) -> Shift:
    instead = one.with_fallback
    return Shift(
        plan=issue_of(plan),
        team=team_of(plan.team),
        now=one.now.odds,
        never=one.never.odds,
        comes=one.comes.odds,
        with_fallback=None if instead is None else instead.odds,
        has_all=instead is None,
    )


def _above(connection: Connection, row: int, most: int) -> tuple[set[int], bool]:
    """Who can see an issue, layer by layer: whoever waits on it, has it as a part, or as a fallback; and if more do."""
    found, frontier = {row}, {row}
    while frontier:
        rows = list(rows_of(connection, _NEAR, sorted(frontier)))
        new = {row.a for row in rows if row.kind in _ASK and row.b in frontier}
        new |= {row.b for row in rows if row.kind == "child" and row.a in frontier}
        frontier = new - found
        if len(found) + len(frontier) > most:
            return found | set(sorted(frontier)[: most - len(found)]), True
        found |= frontier
    return found, False
