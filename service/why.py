"""The evidence of one issue as plain lines, for ``detour why``."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

from service.evidence.gathering import evidence_of
from service.evidence.saying import text_of
from service.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.model import Ref
    from service.audit import Audit
    from service.evidence.shown import Evidence, PlanB, Waited, Waiter
    from service.survey.shown import Issue, Team


def why(audit: Audit, ref: Ref) -> str | None:
    """All that leads to the verdict on one issue; ``None`` if nobody knows the issue."""
    evidence = evidence_of(audit, ref)
    return None if evidence is None else "\n".join(_lines(evidence)) + "\n"


def find(audit: Audit, text: str) -> list[Ref]:
    """The known addresses that are written like this, in any case; with a site before it (``jira/acme PAY-1``) too."""
    wanted = text.strip().casefold()
    found = (entry.ref for entry in audit.assembled.register.entries)
    return [ref for ref in found if wanted in (ref.text.casefold(), f"{ref.site} {ref.text}".casefold())]


def unknown(audit: Audit, text: str) -> str:
    """What to say of a text that names no issue."""
    known = [entry.ref.text for entry in audit.assembled.register.entries]
    near = get_close_matches(text, known, n=3)
    hint = f"; near: {', '.join(near)}" if near else ""
    return f"{printable(text)} is none of the {len(known)} issues that are known or named{hint}"


def _lines(evidence: Evidence) -> Iterator[str]:
    yield f"{evidence.issue.ref}  {evidence.issue.title}".rstrip()
    if evidence.issue.url:
        yield evidence.issue.url
    for title, lines in (
        ("What is known of it", _facts(evidence)),
        ("What was said", _said(evidence)),
        ("Its waits", (line for one in evidence.waits for line in _wait(one))),
        ("Who waits on it", map(_waiter, evidence.waiters)),
        ("What the rules say", _rules(evidence)),
    ):
        found = list(lines)
        if found:
            yield ""
            yield title
            yield from (f"  {line}" for line in found)


def _facts(evidence: Evidence) -> Iterator[str]:
    yield f"state: {evidence.state}"
    if not evidence.read:
        yield "it was not read itself, or is out of scope: no finding is made on it"
    configured = "" if evidence.team.configured else " (no configured team owns it, so its container stands in)"
    yield f"team: {evidence.team.name}{configured}"
    if evidence.parents:
        yield f"part of: {', '.join(one.ref for one in evidence.parents)}"
    yield f"planned: {'yes, ' if evidence.planned else 'no'}{' and '.join(evidence.planned)}"
    if evidence.needed_by is not None:
        yield f"needed by: {_day(evidence.needed_by)} (from {evidence.needed_from})"
    if not evidence.outcome_known:
        yield "outcome unknown: it was closed without saying how, and counts as done"


def _said(evidence: Evidence) -> Iterator[str]:
    yield from dict.fromkeys(map(text_of, evidence.statements))
    yield from (f"almost: {miss}" for miss in evidence.near_misses)
    yield from (f"leads nowhere: {what}" for what in evidence.unresolved)


def _wait(one: Waited) -> Iterator[str]:
    yield f"on {_named(one.blocker, one.team, one.state)}: {_link(one)}"
    yield from (f"  fallback {_judgement(fallback)}" for fallback in one.fallbacks)
    for waiver in one.waivers:
        yield f"  waived until {waiver.until} because {waiver.because} ({waiver.by or 'policy'})"


def _waiter(one: Waiter) -> str:
    return f"{_named(one.issue, one.team, one.state)}: {_link(one)}"


def _link(one: Waited | Waiter) -> str:
    if not one.open:
        return "not an open link"
    where = "across teams" if one.across_teams else "inside one team, so no fallback is asked for"
    return f"open, {where}{', covered by a fallback that stands' if one.covered else ''}"


def _rules(evidence: Evidence) -> Iterator[str]:
    for finding in evidence.findings:
        speaks = "" if finding.speaks else ", does not cause a comment"
        yield f"{finding.name} ({finding.code}, {finding.severity}{speaks}): {finding.message}"
        yield f"  to resolve: {finding.action}"
    if evidence.off:
        yield f"off: {', '.join(evidence.off)}"
    yield f"verdict: {evidence.verdict}"
    if evidence.changes_on is not None:
        yield f"time alone may change a verdict on {_day(evidence.changes_on)}"


def _named(issue: Issue, team: Team, state: str) -> str:
    return f"{issue.ref} ({team.name}, {state})"


def _judgement(one: PlanB) -> str:
    why_not = one.declared.why_not
    above = "" if one.declared_on is None else f", declared on {one.declared_on.ref}"
    return f"{_named(one.declared.ticket, one.team, one.state)} {'; '.join(why_not) if why_not else 'stands'}{above}"


def _day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d %b %Y}"
