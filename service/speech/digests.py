"""The digest of what a comment tells: it changes when a reader is told something else, not when the words do.

A comment is edited when its digest changes. So titles, the quoted words of a line or a reason, our own wording, the day
on which it is written and the operator's address stay out: an edited title writes nothing, and a new version of Detour
does not rewrite every comment of an organisation. Statements and findings count as sets, for their order tells nothing.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from rules.statements import Acknowledgement, Child, Drop, Duplicate, Fallback, Migration, Source, Wait, Waiver
from service.speech.coverage import covers
from service.speech.visibility import told_on
from service.speech.wording import worded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.model import Ref
    from rules.rule import Finding
    from rules.statements import Cost, Said, Statement
    from rules.views import IssueView, LinkView
    from service.speech.coverage import Cover
    from service.speech.matters import Matter
    from service.speech.visibility import Sight

Plain = None | bool | int | float | str | list["Plain"]
"""What canonical JSON holds."""


def digest_of(*told: Plain) -> str:
    """SHA-256, hexadecimal, of values as JSON. Pure."""
    return sha256(json.dumps(told, separators=(",", ":")).encode("ascii")).hexdigest()


def told_by(matter: Matter) -> list[Plain]:
    """All that the comment on an issue tells, free of words."""
    here, sight = matter.issue, matter.sight
    findings = matter.listed
    involved = [here, *(issue for finding in findings for issue in _ends(finding))]
    covered = list(covers(here))
    involved += [issue for cover in covered for issue in (cover.ticket, *cover.blockers)]
    needed = None if here.needed_by is None else here.needed_by.isoformat()
    return [
        ["needed by", needed, here.needed_from.name],
        _as_set(_finding(finding, sight) for finding in findings),
        _as_set(seen(issue, sight) for issue in involved),
        _as_set(
            _statement(statement) for statement in matter.statements if told_on(statement).address == here.ref.address
        ),
        missed_by(matter),
        _as_set(_cover(cover, sight) for cover in covered),
    ]


def missed_by(matter: Matter) -> Plain:
    """The lines that were almost understood. Here the words are what is told."""
    return _as_set([miss.line, miss.why] if miss.why else miss.line for miss in matter.near_misses)


def seen(issue: IssueView, sight: Sight) -> Plain:
    """What an issue's readers see of another: which it is, its state, and its team and title as far as they may."""
    team = issue.team.name if sight.shows(issue) else None
    return [_address(issue.ref), issue.state.name, team, issue.team.configured, sight.shows_title(issue)]


def seen_by_ref(issue: IssueView, sight: Sight) -> Plain:
    """What they see of an issue that is only named."""
    return [_address(issue.ref), sight.shows(issue)]


def _cover(cover: Cover, sight: Sight) -> Plain:
    above = None if cover.above is None else seen(cover.above, sight)
    return [_address(cover.ticket.ref), _as_set(_address(blocker.ref) for blocker in cover.blockers), above]


def _finding(finding: Finding, sight: Sight) -> Plain:
    tells: list[Plain] = [*worded(finding, sight).tells]
    return [finding.key, finding.severity.name, finding.speaks, _as_set(map(_link, finding.links)), tells]


def _link(link: LinkView) -> Plain:
    return [_address(link.blocked.ref), _address(link.blocker.ref), _as_set(_source(said) for said in link.sources)]


def _ends(finding: Finding) -> Iterable[IssueView]:
    for link in finding.links:
        yield from (link.blocked, link.blocker)
    if finding.ticket is not None:
        yield finding.ticket


def _statement(statement: Statement) -> Plain:
    """What is said of which issues, each kind of statement under its own name."""
    kind = type(statement).__name__.lower()
    match statement:
        case (
            Wait(blocked=one, blocker=other)
            | Duplicate(copy=one, original=other)
            | Child(child=one, parent=other)
            | Drop(blocked=one, blocker=other)
        ):
            return [kind, _address(one), _address(other), _source(statement.said)]
        case Waiver(issue=issue, until=until, author=author, blocker=blocker, rule=rule):
            day = None if until is None else until.isoformat()
            return [kind, _address(issue), _address(blocker), rule, day, author]
        case Migration(issue=issue, to=to, ticket=ticket):
            return [kind, _address(issue), _address(to), _address(ticket)]
        case Acknowledgement(issue=issue):
            return [kind, _address(issue)]
        case Fallback():
            return _fallback(statement)


def _fallback(said: Fallback) -> Plain:
    ends: list[Plain] = [_address(end) for end in (said.issue, said.ticket, said.blocker, said.migration)]
    return ["fallback", ends, said.kind.name, cost_of(said.cost), _source(said.said)]


def cost_of(cost: Cost) -> Plain:
    """What a fallback costs, as far as that was said."""
    return [None if days is None else float(days) for days in (cost.build, cost.keep, cost.remove)]


def _source(said: Said) -> Plain:
    """By which way it was said. A link type's name is no prose, and is shown."""
    return [said.source.value, said.words if said.source is Source.LINK_TYPE else ""]


def _address(ref: Ref | None) -> Plain:
    return None if ref is None else [*ref.address]


def _as_set(values: Iterable[Plain]) -> Plain:
    """In one order, whatever order they came in, each once."""
    by_text = {json.dumps(value): value for value in values}
    return [by_text[text] for text in sorted(by_text)]
