"""What a comment says of fallbacks that stand: when it is time for one, and what it lacks."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.deadlines import decide_by, lead_of
from rules.model import State
from rules.odds.outlook import Outlook
from rules.views import FallbackView, IssueView
from service.speech.clauses import Wording, on
from service.speech.document import Code, line

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rules.rule import Finding
    from service.speech.document import Inline, Line
    from service.speech.visibility import Sight


def day_to_decide(fallback: FallbackView) -> date | None:
    """The day to decide by, if it has come and a comment says that this is why it is time for the fallback."""
    deadline = decide_by(fallback.link, fallback)
    dropped = fallback.link.blocker.state is State.DROPPED
    return None if deadline is None or dropped or deadline.day > fallback.graph.as_of else deadline.day


def _not_started(fallback: FallbackView, sight: Sight) -> Wording:
    ticket, blocker = sight.ref(fallback.ticket), fallback.link.blocker
    if blocker.state is State.DROPPED:
        told, why = "dropped", line(sight.with_team(blocker), " was closed without being done")
    elif (day := day_to_decide(fallback)) is not None:
        told = f"the day to decide by is {on(day)}"
        why = line(told)
    else:
        told = on(blocker.due)
        why = line(sight.with_team(blocker), f" is due on {told}")
    return Wording(
        line("it is time for ", ticket, ": ", why),
        line("begin ", ticket, ", or decide to wait and say why"),
        _row(fallback, sight, " is not started; ", why),
        (told,),
    )


def _too_late(fallback: FallbackView, sight: Sight) -> Wording:
    ticket, needed = sight.ref(fallback.ticket), on(fallback.link.blocked.needed_by)
    due, last = fallback.ticket.due, fallback.link.blocked.needed_by
    is_dated = due is not None and last is not None and due > last
    takes = f"is due on {on(due)}" if is_dated else f"takes {lead_of(fallback.link, fallback).days:g} working days"
    return Wording(
        line("the fallback ", ticket, f" {takes}, and this is needed by {needed}"),
        line("cut it down until it fits, begin it now, or move the date while that helps somebody"),
        _row(fallback, sight, f" {takes}, and this is needed by {needed}"),
        (takes, needed),
    )


def _without_cost(fallback: FallbackView, sight: Sight) -> Wording:
    example = Code("Cost: build 3d, keep 1d/month, remove 2d")
    return Wording(
        line("nobody has said what the fallback ", sight.ref(fallback.ticket), " costs"),
        line("write it behind the fallback: ", example),
        _row(fallback, sight, " has no cost in days: ", example),
    )


def _without_migration(fallback: FallbackView, sight: Sight) -> Wording:
    example = Code("Migration: REF")
    return Wording(
        line("the hack ", sight.ref(fallback.ticket), " has no ticket for getting rid of it"),
        line("create the ticket that replaces it later, and name it: ", example),
        _row(fallback, sight, " has no ticket that replaces it later: ", example),
    )


def _no_away_team(fallback: FallbackView, sight: Sight) -> Wording:
    example = Code("Away team: no, no bandwidth")
    return Wording(
        line("the hack ", sight.ref(fallback.ticket), " was chosen and nobody was asked about an away team"),
        line("ask ", sight.team(fallback.link.blocker), ", and write down the answer: ", example),
        _row(fallback, sight, " is a hack, and no answer about an away team is known: ", example),
    )


def _in_danger(finding: Finding, sight: Sight) -> Wording:
    if not isinstance(finding.subject, IssueView):
        raise TypeError(f"{finding.code} is on a plan's topmost issue")
    chance = str(finding.subject.graph.derived(Outlook).chance(finding.subject.row))
    named = [sight.with_team(link.blocker) for link in finding.links[:1]]
    weakest = line(*named) if named else line("what others wait on in turn")
    return Wording(
        line("what this plan waits on comes in time with odds of ", chance),
        line("begin with ", weakest, ": plan what you would do instead, or do without it"),
        line("Odds of ", chance, " that all it waits on comes in time; the least likely is ", weakest, "."),
        (chance,),
    )


def _row(fallback: FallbackView, sight: Sight, *what: str | Inline | Line) -> Line:
    pair = line("The fallback ", sight.in_full(fallback.ticket), " for ", sight.in_full(fallback.link.blocker))
    return line(pair, *what, ".")


def _of(tell: Callable[[FallbackView, Sight], Wording]) -> Callable[[Finding, Sight], Wording]:
    def worded(finding: Finding, sight: Sight) -> Wording:
        if not isinstance(finding.subject, FallbackView):
            raise TypeError(f"{finding.code} is on a fallback")
        return tell(finding.subject, sight)

    return worded


OF_PLANS: MappingProxyType[str, Callable[[Finding, Sight], Wording]] = MappingProxyType(
    {
        "DT107": _of(_too_late),
        "DT108": _of(_not_started),
        "DT201": _of(_without_migration),
        "DT202": _of(_without_cost),
        "DT204": _of(_no_away_team),
        "DT402": _in_danger,
    }
)
