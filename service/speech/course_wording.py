"""What a comment says of how a wait goes: needs that nobody stated, days that moved, requests that went quiet."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.away_teams import answer_for
from rules.waivers import why_lapsed
from service.speech.clauses import Wording, fallback_line, on
from service.speech.document import Code, line
from service.speech.echoes import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.rule import Finding
    from service.speech.document import Line
    from service.speech.visibility import Sight

SHOWN = 4
"""Blockers that one row names."""


def _need_not_stated(finding: Finding, sight: Sight) -> Wording:
    ask = line(Code("Needed because ..."), " or ", Code("Needed by 2026-12-01"))
    return Wording(
        line("nothing here says why or by when it is needed"),
        line("tell whom you ask: write ", ask),
        line("Nothing says why or by when ", _blockers(finding, sight), " is needed: ", ask, "."),
    )


def _mismatch(finding: Finding, sight: Sight) -> Wording:
    link = finding.links[0]
    ours, theirs = link.blocked.urgency, link.blocker.urgency
    return Wording(
        line("this is far more urgent than ", sight.with_team(link.blocker), " is to its own team"),
        line("tell ", sight.team(link.blocker), " what it is needed for, or name what you would do instead"),
        line("Of priority ", str(ours), " here, and ", sight.in_full(link.blocker), " of priority ", str(theirs), "."),
        (str(ours), str(theirs)),
    )


def _quiet(finding: Finding, sight: Sight) -> Wording:
    link = finding.links[0]
    since = on(link.blocker.moved)
    return Wording(
        line(sight.with_team(link.blocker), " has been quiet since ", since),
        line("ask again, with the day by which it is needed, or begin what you would do instead"),
        line(sight.in_full(link.blocker), " has been quiet since ", since, "."),
        (since,),
    )


def _slipped(finding: Finding, sight: Sight) -> Wording:
    link = finding.links[0]
    blocker, needed = link.blocker, link.blocked.needed_by
    if needed is not None and blocker.due is not None and blocker.due > needed:
        how = f" is due on {on(blocker.due)}, after the day by which this is needed"
        before = blocker.planned_before
        moved = f"; it was due on {on(before)} before" if before is not None and before < blocker.due else ""
    else:
        how, moved = " has left its team's plan", ""
    return Wording(
        line(sight.with_team(blocker), how),
        line("begin what you would do instead: ", fallback_line(blocker, sight), ", or move the day of this issue"),
        line(sight.in_full(blocker), how, moved, "."),
        (how, moved, on(needed)),
    )


def _stuck(finding: Finding, sight: Sight) -> Wording:
    return Wording(
        line("nothing has moved here for a while"),
        line("begin what needs nobody else, or take this out of the plan"),
        line("Nothing has moved here, nor on what could be done instead of ", _blockers(finding, sight), "."),
    )


def _deep(finding: Finding, sight: Sight) -> Wording:
    way = listed(line(sight.with_team(link.blocker)) for link in finding.links)
    count = len(finding.links)
    return Wording(
        line(f"the waiting is passed on {count} times from team to team" if count > 1 else "the waiting is passed on"),
        line("ask the last of these teams itself for the part that you need, or name what you would do instead"),
        line("The waiting is passed on from team to team: ", way, "."),
    )


def _released(finding: Finding, sight: Sight) -> Wording:
    last = finding.links[0].blocker
    return Wording(
        line("this waits on no other team any more: ", sight.with_team(last), " is done"),
        line("go on with it"),
        line(sight.in_full(last), " is done since ", on(last.came), "."),
        (on(last.came),),
    )


def _waiver_expired(finding: Finding, sight: Sight) -> Wording:
    link = finding.links[0]
    waiver = link.graph.waivers.lapsed()[link.row]
    ended = why_lapsed(waiver)
    return Wording(
        line("the waiver for ", sight.with_team(link.blocker), f" {ended}, and nothing stands in for it"),
        line("name the ticket you would do instead, ", fallback_line(link.blocker, sight), ", or accept the risk anew"),
        line("Waits on ", sight.in_full(link.blocker), f"; its waiver {ended}."),
        (ended,),
    )


def _waiver_unused(finding: Finding, sight: Sight) -> Wording:
    back = Code("/detour unwaive")
    about = line(" for ", _blockers(finding, sight)) if finding.links else ()
    return Wording(
        line("a waiver here has nothing to accept"),
        line("take it back: ", back),
        line("The waiver", about, " has nothing to accept: ", back, "."),
    )


def _migration_due(finding: Finding, sight: Sight) -> Wording:
    blocker = finding.links[0].blocker
    return Wording(
        line(sight.with_team(blocker), " has come, and what was built in its stead lives on"),
        line("replace it now, while people remember how it works"),
        line(sight.in_full(blocker), " is done, and the hack that stood in for it is not replaced."),
    )


def _overstays(finding: Finding, _: Sight) -> Wording:
    answer = Code("Away team: yes, guide @WHO, until DATE")
    answers = (answer_for(link) for link in finding.links)
    sent = next((need for need in answers if need is not None and need.away_team), None)
    day = "" if sent is None or sent.away_until is None else f" on {on(sent.away_until)}"
    return Wording(
        line(f"an away team was to be back{day}, or has no guide"),
        line("bring its work to an end, or write down what holds: ", answer),
        line(f"The away team was to be back{day}, or has no guide: ", answer, "."),
        (day,),
    )


def _blockers(finding: Finding, sight: Sight) -> Line:
    named = [line(sight.with_team(link.blocker)) for link in finding.links[:SHOWN]]
    more = len(finding.links) - SHOWN
    return listed([*named, line(f"{more} more")] if more > 0 else named)


OF_COURSE: MappingProxyType[str, Callable[[Finding, Sight], Wording]] = MappingProxyType(
    {
        "DT109": _waiver_expired,
        "DT110": _waiver_unused,
        "DT203": _migration_due,
        "DT205": _overstays,
        "DT301": _need_not_stated,
        "DT303": _mismatch,
        "DT304": _quiet,
        "DT305": _slipped,
        "DT307": _stuck,
        "DT403": _deep,
        "DT405": _released,
    }
)
