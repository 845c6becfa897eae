"""The answer of ``detour what-if`` as text for people who have never seen Detour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.columns import NOBODY
from rules.model import State
from rules.odds.chances import percent
from rules.views import IssueView
from service.printable import printable
from service.reports.columns import in_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.odds.chances import Chance
    from rules.odds.outlook import Outlook
    from rules.odds.what_if import Prospect, WhatIf

LONGEST_TITLE = 40
HEAD = ("plan", "now", "if it never comes", "if it comes", "with a fallback")
READING = """\
The odds of a plan are the chance that everything it waits on from other teams comes in time: the odds of each team,
from its record, multiplied; what two parts of a plan both wait on counts once. A fallback that stands is a ticket of
the waiting team's own that it does if the blocker does not come."""


def render(outlook: Outlook, issue: int, found: WhatIf) -> str:
    """The issue, its own odds, and a line a plan, those first that lose most if it never comes."""
    return "\n".join(_lines(outlook, issue, found))


def _lines(outlook: Outlook, issue: int, found: WhatIf) -> Iterator[str]:
    prospects = found.prospects
    view = IssueView(outlook.graph, issue)
    yield f"{view.ref}  {view.title}".rstrip()
    yield _own(outlook, view)
    yield ""
    if not prospects:
        yield "No plan waits on it, so whether it comes changes the odds of none."
        yield from _its_plan(outlook, view)
        return
    yield f"{len(prospects)} plans wait on it:" if len(prospects) > 1 else "1 plan waits on it:"
    yield ""
    rows = [_row(outlook, one) for one in sorted(prospects, key=_lost, reverse=True)]
    yield from in_columns([HEAD, *rows])
    if found.left_out:
        yield f"... and {found.left_out} more plans can see it, which would take too long to weigh"
    yield ""
    if any(one.with_fallback is None for one in prospects):
        yield "-: all who wait on it there have a fallback that stands already, or it is itself counted on as one."
    yield READING


def _own(outlook: Outlook, view: IssueView) -> str:
    figure = outlook.figure(view.row)
    if view.state in (State.DONE, State.DROPPED, State.GONE):
        return f"It is {figure.known}."
    chance = f"{percent(figure.odds)} ({figure.known}"
    if figure.low < figure.high:
        chance += f", likely between {percent(figure.low)} and {percent(figure.high)}"
    waits = " if what it waits on itself does" if view.open_links() else ""
    return f"Asked of {view.team.name}, it comes in time{waits} with odds of {chance})."


def _its_plan(outlook: Outlook, view: IssueView) -> Iterator[str]:
    plan = int(outlook.plan_of[view.row])
    if plan != NOBODY:
        name = (
            "It is a plan itself"
            if plan == view.row
            else f"It is a part of the plan {IssueView(outlook.graph, plan).ref}"
        )
        yield f"{name}, with odds of {outlook.chance(plan)}."


def _row(outlook: Outlook, one: Prospect) -> tuple[str, ...]:
    view = IssueView(outlook.graph, one.plan)
    title = f" {printable(view.title, LONGEST_TITLE)}" if view.title else ""
    after = "-" if one.with_fallback is None else _short(one.with_fallback)
    return f"{view.ref}{title}", _short(one.now), _short(one.never), _short(one.comes), after


def _short(chance: Chance) -> str:
    if chance.odds is None:
        return "none: a ring"
    return f"~{percent(chance.odds)}" if chance.error else percent(chance.odds)


def _lost(one: Prospect) -> float:
    return (one.now.odds or 0) - (one.never.odds or 0)
