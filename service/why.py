"""The evidence of one issue: what was said of it and by whom, what follows from it, and what each rule made of it."""

from __future__ import annotations

from datetime import date
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NEVER, NOBODY
from rules.engine import rules_of, selected
from rules.model import (
    Acknowledgement,
    Child,
    DateSource,
    Drop,
    Duplicate,
    Fallback,
    Migration,
    PlanSign,
    Ref,
    State,
    Wait,
    Waiver,
)
from rules.standing import Reason
from rules.views import IssueView, LinkView
from service.printable import printable
from service.speech.visibility import ends_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.model import Statement
    from rules.rule import Severity
    from rules.views import FallbackView
    from service.audit import Audit

STATES = {
    State.OPEN: "open",
    State.DONE: "done",
    State.DROPPED: "closed without being done",
    State.UNKNOWN: "unknown: it was not read, and no link tells",
    State.GONE: "deleted or out of reach",
    State.SUPPLIER: "an outside supplier without a ticket",
}
DATES = {
    DateSource.TEXT: "its text",
    DateSource.DUE_DATE: "its due date",
    DateSource.SPRINT: "the end of its sprint",
    DateSource.VERSION: "the release of its version",
    DateSource.MILESTONE: "its milestone",
    DateSource.PARENT: "its parent",
}
SIGNS = {
    PlanSign.IN_PROGRESS: "it is in progress",
    PlanSign.ACTIVE_SPRINT: "it is in an active sprint",
    PlanSign.DATED_VERSION: "it is in an unreleased version with a date",
    PlanSign.DATED_MILESTONE: "it is in an open milestone with a date",
}
REASONS = {
    Reason.LEANS_ON_BLOCKER: "leans on the blocker's team (DT102)",
    Reason.LEANS_OUTSIDE: "leans on a third team (DT103)",
    Reason.OWNED_ELSEWHERE: "is owned by another team (DT104)",
    Reason.DROPPED: "will not be done, or cannot be seen (DT105)",
    Reason.IS_THE_PROBLEM: "is the waiting work or the blocker itself (DT106)",
    Reason.RING: "holds only in a ring of fallbacks (DT106)",
}


def why(audit: Audit, ref: Ref) -> str | None:
    """All that leads to the verdict on one issue, as plain lines; ``None`` if nobody knows the issue."""
    row = audit.assembled.register.find(ref)
    if row is None:
        return None
    evidence = _Evidence(audit, IssueView(audit.graph, row))
    return "\n".join(evidence.lines()) + "\n"


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


class _Evidence:
    """The evidence of one issue."""

    def __init__(self, audit: Audit, issue: IssueView) -> None:
        self.audit, self.issue, self.graph = audit, issue, audit.graph

    def lines(self) -> Iterator[str]:
        yield f"{self.issue.ref}  {self.issue.title}".rstrip()
        if self.issue.url:
            yield self.issue.url
        for title, lines in (
            ("What is known of it", self._facts()),
            ("What was said", self._statements()),
            ("Its waits", self._waits()),
            ("Who waits on it", self._waiters()),
            ("What the rules say", self._rules()),
        ):
            found = list(lines)
            if found:
                yield ""
                yield title
                yield from (f"  {line}" for line in found)

    def _facts(self) -> Iterator[str]:
        issue = self.issue
        yield f"state: {STATES[issue.state]}"
        if not issue.read:
            yield "it was not read itself, or is out of scope: no finding is made on it"
        configured = "" if issue.team.configured else " (no configured team owns it, so its container stands in)"
        yield f"team: {issue.team.name}{configured}"
        above = [str(IssueView(self.graph, row).ref) for row in issue.ancestors]
        if above:
            yield f"part of: {', '.join(above)}"
        yield f"planned: {self._signs()}"
        if issue.needed_by is not None:
            yield f"needed by: {issue.needed_by:%d %b %Y} (from {DATES[issue.needed_from]})"
        entry = self.audit.assembled.register.entries[issue.row]
        if entry.issue is not None and not entry.issue.outcome_known:
            yield "outcome unknown: it was closed without saying how, and counts as done"

    def _signs(self) -> str:
        if not self.issue.planned:
            return "no"
        signs = int(self.graph.columns.issues.signs[self.issue.row]) & self.graph.policy.planned_by.value
        words = [words for sign, words in SIGNS.items() if sign.value & signs]
        return f"yes, {' and '.join(words or ['it is needed by a date'])}"

    def _statements(self) -> Iterator[str]:
        address = self.issue.ref.address
        about = (said for said in self.audit.assembled.statements if address in {ref.address for ref in ends_of(said)})
        # A tracker tells a link on both its ends.
        yield from dict.fromkeys(_told(statement) for statement in about)
        yield from (f"almost: {miss}" for ref, miss in self.audit.near_misses if ref.address == address)
        yield from (f"leads nowhere: {what}" for ref, what in self.audit.assembled.unresolved if ref.address == address)

    def _waits(self) -> Iterator[str]:
        for row in np.flatnonzero(self.graph.columns.waits.blocked == self.issue.row).tolist():
            link = LinkView(self.graph, row)
            yield f"on {_named(link.blocker)}: {self._link(link)}"
            yield from (f"  fallback {_judgement(fallback)}{_inherited(fallback)}" for fallback in link.fallbacks)
            yield from self._waivers(link)

    def _waiters(self) -> Iterator[str]:
        for row in np.flatnonzero(self.graph.columns.waits.blocker == self.issue.row).tolist():
            link = LinkView(self.graph, row)
            yield f"{_named(link.blocked)}: {self._link(link)}"

    def _link(self, link: LinkView) -> str:
        if not link.open:
            return "not an open link"
        where = "across teams" if link.crosses else "inside one team, so no fallback is asked for"
        return f"open, {where}{', covered by a fallback that stands' if link.covered else ''}"

    def _waivers(self, link: LinkView) -> Iterator[str]:
        for row in self.graph.columns.waivers:
            if row.issue == link.blocked.row and row.blocker in (NOBODY, link.blocker.row):
                waiver = row.waiver
                yield f"  waived until {waiver.until} because {waiver.because} ({waiver.author or 'policy'})"

    def _rules(self) -> Iterator[str]:
        address = self.issue.ref.address
        found = [finding for finding in self.audit.findings if finding.issue.ref.address == address]
        for finding in found:
            speaks = "" if finding.speaks else ", does not cause a comment"
            yield f"{finding.name} ({finding.code}, {finding.severity}{speaks}): {finding.message}"
            yield f"  to resolve: {finding.action}"
        on = {one.rule for one in selected(self.graph.policy)}
        off = [rule.name for rule in rules_of(self.graph.policy) if rule not in on]
        if off:
            yield f"off: {', '.join(off)}"
        yield f"verdict: {self._verdict(max((finding.severity for finding in found), default=None))}"
        change = self.graph.next_change
        if change != NEVER:
            yield f"time alone may change a verdict on {date.fromordinal(change):%d %b %Y}"

    def _verdict(self, gravest: Severity | None) -> str:
        if gravest is not None:
            return str(gravest)
        return "clean" if self.graph.in_scope[self.issue.row] else "none: findings are made on open issues in scope"


def _told(statement: Statement) -> str:  # noqa: PLR0911  # a kind, a line
    match statement:
        case Wait(blocked=blocked, blocker=blocker, said=said):
            return f"{blocked} waits on {blocker}  [{said}]"
        case Fallback(issue=issue, ticket=ticket, blocker=blocker, said=said):
            return f"{issue} has the fallback {ticket} for {blocker or 'whatever blocks it'}  [{said}]"
        case Duplicate(copy=copy, original=original, said=said):
            return f"{copy} is a duplicate of {original}  [{said}]"
        case Child(child=child, parent=parent, said=said):
            return f"{child} is a part of {parent}  [{said}]"
        case Drop(blocked=blocked, blocker=blocker, because=because, said=said):
            return f"{blocked} no longer waits on {blocker or 'anything'}, because {because}  [{said}]"
        case Migration(issue=issue, to=to, ticket=ticket, said=said):
            return f"{issue} replaces its fallback {ticket} by {to} once that can be  [{said}]"
        case Acknowledgement(issue=issue, said=said):
            return f"what {issue} asks for was understood  [{said}]"
        case Waiver(issue=issue, blocker=blocker, until=until, because=because):
            return f"{issue} waives {blocker or 'every blocker'} until {until}, because {because}"


def _named(issue: IssueView) -> str:
    return f"{issue.ref} ({issue.team.name}, {STATES[issue.state]})"


def _judgement(fallback: FallbackView) -> str:
    reasons = [words for reason, words in REASONS.items() if reason in fallback.reasons]
    return f"{_named(fallback.ticket)} {'; '.join(reasons) if reasons else 'stands'}"


def _inherited(fallback: FallbackView) -> str:
    """Whose declaration it is, where an ancestor made it."""
    above = fallback.declared_on
    return "" if above.row == fallback.link.blocked.row else f", declared on {above.ref}"
