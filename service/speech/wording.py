"""What a comment says of each kind of finding: a verdict, one action, and a row that names the evidence.

A rule's own ``message`` names whatever it found, for audits and pages. A comment is worded here from the finding's
links and tickets instead, each seen through what its readers may see. A code without an entry gets words that name
its link alone.
"""

from __future__ import annotations

from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from rules.checks.fallback_dropped import SAYS
from rules.model import State
from rules.standing import Reason
from service.speech.clauses import Wording, fallback_line
from service.speech.course_wording import OF_COURSE
from service.speech.document import Name, Words, line
from service.speech.echoes import by_whom, listed
from service.speech.own_wording import of_own_rule, own_rule_of
from service.speech.plan_wording import OF_PLANS
from service.speech.ways import route, stations_of, way_around

if TYPE_CHECKING:
    from collections.abc import Callable

    from rules.rule import Finding
    from rules.views import FallbackView
    from service.speech.document import Inline, Line
    from service.speech.visibility import Sight


def worded(finding: Finding, sight: Sight) -> Wording:
    """A finding in words that readers of its issue may see. Pure."""
    if (declared := _declared(finding)) and finding.code in OF_FALLBACKS:
        return OF_FALLBACKS[finding.code](declared, finding, sight)
    if (own := own_rule_of(finding, sight)) and (words := of_own_rule(own, finding, sight)):
        return words
    return OF_LINKS.get(finding.code, _any_other)(finding, sight)


def _declared(finding: Finding) -> FallbackView | None:
    """The declaration that a finding about a fallback judges."""
    if finding.ticket is None or not finding.links:
        return None
    row = finding.ticket.row
    return next((one for one in finding.links[0].fallbacks if one.reasons and one.ticket.row == row), None)


def _missing(finding: Finding, sight: Sight) -> Wording:
    blocker = finding.links[0].blocker
    return Wording(
        line("this waits on ", sight.with_team(blocker), " and has no plan B"),
        line("name the ticket you would do instead: ", fallback_line(blocker, sight)),
        line("Waits on ", sight.in_full(blocker), by_whom(finding.links[0]), "; no fallback is named."),
    )


def _blocker_dropped(finding: Finding, sight: Sight) -> Wording:
    link = finding.links[0]
    tickets = listed(line(sight.ref(one.ticket)) for one in link.fallbacks)
    vain = line(" The fallbacks named for it do not stand: ", tickets, ".") if tickets else ()
    return Wording(
        line(sight.with_team(link.blocker), " was closed without being done, and nothing stands in for it"),
        line("name what you do instead: ", fallback_line(link.blocker, sight)),
        line("Waits on ", sight.in_full(link.blocker), by_whom(link), ", which was closed without being done.", vain),
        tuple(str(one.ticket.ref) for one in link.fallbacks),
    )


def _ring(finding: Finding, sight: Sight) -> Wording:
    members = {end.row for link in finding.links for end in (link.blocked, link.blocker)}
    ring = f", in a ring of {len(members)} issues" if len(members) > 1 else ""
    return Wording(
        line(f"this waits on itself{ring}"),
        line("remove the link that is needed least, so that one of them can start"),
        line("The ring: ", route(way_around(sight.here, finding.links), sight), "."),
    )


def _dangling(finding: Finding, sight: Sight) -> Wording:
    blocker = finding.links[0].blocker
    why = "was deleted or is out of reach" if blocker.state is State.GONE else "is not among the issues that were read"
    return Wording(
        line("this waits on ", sight.with_team(blocker), f", which {why}"),
        line("correct or remove the link, or let Detour read the other project"),
        line("Waits on ", sight.in_full(blocker), by_whom(finding.links[0]), f", which {why}; it counts as open."),
    )


def _any_other(finding: Finding, sight: Sight) -> Wording:
    name = Name(finding.name)
    waits = (line(": waits on ", sight.in_full(link.blocker)) for link in finding.links[:1])
    return Wording(
        line("the rule ", name, " found something here"),
        line("see below what it looks for"),
        line("The rule ", name, *next(waits, ()), "."),
    )


def _leans_on_blocker(fallback: FallbackView, finding: Finding, sight: Sight) -> Wording:
    blocker = fallback.link.blocker
    ticket, team = sight.ref(fallback.ticket), sight.team(blocker)
    return Wording(
        line("the fallback ", ticket, " waits on ", team, " too, so it cannot stand in for ", sight.ref(blocker)),
        line("cut it down until it needs nothing of ", team, ", or name another: ", fallback_line(blocker, sight)),
        _row(
            fallback,
            sight,
            " leans on ",
            team,
            " itself: ",
            route(stations_of(fallback.ticket, finding.links[1:]), sight),
        ),
    )


def _leans_outside(fallback: FallbackView, finding: Finding, sight: Sight) -> Wording:
    way, ticket = finding.links[1:], sight.ref(fallback.ticket)
    end = line(" waits on ", sight.with_team(way[-1].blocker)) if way else line(" waits on another team")
    last = sight.ref(way[-1].blocked) if way else ticket
    ask = fallback_line(fallback.link.blocker, sight)
    return Wording(
        line("the fallback ", ticket, end, " in its turn and has no plan B of its own"),
        line("give ", last, " a fallback of its own, or name one that you can finish alone: ", ask),
        _row(
            fallback,
            sight,
            " leans on another team without a fallback: ",
            route(stations_of(fallback.ticket, finding.links[1:]), sight),
        ),
    )


def _owned_elsewhere(fallback: FallbackView, _: Finding, sight: Sight) -> Wording:
    owner, ask = sight.team(fallback.ticket), fallback_line(fallback.link.blocker, sight)
    waiting = Name(fallback.owner.name) if sight.shows(fallback.declared_on) else Words("the team that waits")
    return Wording(
        line("the fallback ", sight.ref(fallback.ticket), " belongs to ", owner, ", not to ", waiting),
        line("name a ticket of your own, ", ask, ", or send an away team with an assignee and an end date"),
        _row(fallback, sight, " is owned by ", owner, " and not by ", waiting),
        (fallback.owner.name,) if isinstance(waiting, Name) else (),
    )


def _fallback_dropped(fallback: FallbackView, _: Finding, sight: Sight) -> Wording:
    state, ask = fallback.ticket.state, fallback_line(fallback.link.blocker, sight)
    says = SAYS.get(state, "will not be done")
    first = "reopen it, or name a ticket that you would really do: " if state is State.DROPPED else "name another one: "
    return Wording(
        line("the fallback ", sight.ref(fallback.ticket), f" {says}"),
        line(first, ask),
        _row(fallback, sight, f" {says}"),
    )


def _is_the_problem(fallback: FallbackView, finding: Finding, sight: Sight) -> Wording:
    ask = fallback_line(fallback.link.blocker, sight)
    if Reason.RING in fallback.reasons:
        why = line(" holds only while fallbacks vouch for each other in a ring")
        way = route(stations_of(fallback.ticket, finding.links[1:]), sight)
        alone = line("; alone it leads on: ", way) if finding.links[1:] else ()
        return Wording(
            line("the fallback ", sight.ref(fallback.ticket), why),
            line("give one of the ring's fallbacks nothing to wait on, or name another: ", ask),
            _row(fallback, sight, why, alone),
            ("ring",),
        )
    likeness = _likeness_of(fallback)
    why = line(likeness.value, *_likened(likeness, fallback, sight))
    return Wording(
        line("the fallback ", sight.ref(fallback.ticket), why),
        line("create a ticket for what you would do instead, and name it: ", ask),
        _row(fallback, sight, why),
        (likeness.name,),
    )


class _Likeness(Enum):
    """Why a fallback is no other way around its link."""

    THIS_ISSUE = " is this very issue"
    BLOCKER = " is the blocker itself"
    COPY_OF_THIS = " is a duplicate of this very issue"
    COPY_OF_BLOCKER = " is a duplicate of "
    PARENT_OF_THIS = " is a parent of this very issue"
    PARENT_OF_BLOCKER = " is a parent of "


def _likeness_of(fallback: FallbackView) -> _Likeness:
    link, ticket = fallback.link, fallback.ticket
    if link.blocked.row == ticket.row:
        return _Likeness.THIS_ISSUE
    if link.blocker.row == ticket.row:
        return _Likeness.BLOCKER
    if ticket.twin == link.blocked.twin:
        return _Likeness.COPY_OF_THIS
    if ticket.twin == link.blocker.twin:
        return _Likeness.COPY_OF_BLOCKER
    return _Likeness.PARENT_OF_THIS if ticket.row in link.blocked.ancestors else _Likeness.PARENT_OF_BLOCKER


def _likened(likeness: _Likeness, fallback: FallbackView, sight: Sight) -> Line:
    of_blocker = likeness in {_Likeness.COPY_OF_BLOCKER, _Likeness.PARENT_OF_BLOCKER}
    return line(sight.ref(fallback.link.blocker)) if of_blocker else ()


def _row(fallback: FallbackView, sight: Sight, *why: str | Inline | Line) -> Line:
    beside = " Another fallback of that link stands, so this does no harm." if fallback.beside_standing else ""
    pair = line("The fallback ", sight.in_full(fallback.ticket), " for ", sight.in_full(fallback.link.blocker))
    return line(pair, *why, f".{beside}")


OF_LINKS: MappingProxyType[str, Callable[[Finding, Sight], Wording]] = MappingProxyType(
    {"DT101": _missing, "DT306": _blocker_dropped, "DT401": _ring, "DT404": _dangling, **OF_COURSE, **OF_PLANS}
)
OF_FALLBACKS: MappingProxyType[str, Callable[[FallbackView, Finding, Sight], Wording]] = MappingProxyType(
    {
        "DT102": _leans_on_blocker,
        "DT103": _leans_outside,
        "DT104": _owned_elsewhere,
        "DT105": _fallback_dropped,
        "DT106": _is_the_problem,
    }
)
