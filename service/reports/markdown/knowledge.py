"""What was accepted, what was known before, and what the audit could not know."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from rules.rule import counted
from service.reports.lists import MORE
from service.reports.markdown.dress import linked, listed, put, titled, told
from service.speech.document import Code, Quoted, shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.rule import Finding
    from service.accepted import Accepted
    from service.audit import Audit
    from service.reports.report import Report

MOST_ACCEPTED: Final = 10
MOST_KNOWN: Final = 12
"""Rules whose findings were known, and how many issues of each are named."""
MOST_ISSUES: Final = 5
MOST_NOTES: Final = 5
LONGEST_NOTE: Final = 300


def sections(report: Report) -> Iterator[str]:
    """Each under its heading; what there is nothing to tell of is left out."""
    yield from _accepted(report.accepted)
    if report.compared:
        yield from _known(report)
    yield from _unknown(report.audit)


def _accepted(accepted: Sequence[Accepted]) -> Iterator[str]:
    if accepted:
        yield "## Accepted risks"
        yield "They are no findings until their last day."
        yield listed(accepted, MOST_ACCEPTED, _risk)


def _risk(one: Accepted) -> str:
    finding, waiver = one.finding, one.waiver
    until = "" if waiver.until is None else f" until {waiver.until:%d %b %Y}"
    what = told(finding.message, [link.blocker for link in finding.links])
    by = f"accepted{until} by {put(Code(waiver.author))}: {put(Quoted(waiver.because))}"
    return f"{titled(finding.issue)}, {put(Code(finding.name))}: {what}; {by}"


def _known(report: Report) -> Iterator[str]:
    audit = report.audit
    found = [finding for finding in audit.findings if finding.key in audit.known]
    gone = audit.known - {finding.key for finding in audit.findings} - {one.finding.key for one in report.accepted}
    yield "## What the baseline knew"
    was, does = ("was", "does") if len(found) == 1 else ("were", "do")
    count = f"{counted(len(found), 'finding')} {was} known before and {does} not count"
    went = f"; {len(gone) or 'none'} that it knew {'is' if len(gone) == 1 else 'are'} not found here any more"
    yield f"{count}{went}."
    by_rule: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in found:
        by_rule[f"{finding.severity} {put(Code(finding.name))}"].append(finding)
    if by_rule:
        yield listed(list(by_rule.items()), MOST_KNOWN, lambda one: _of_rule(*one))


def _of_rule(rule: str, findings: Sequence[Finding]) -> str:
    issues = list({finding.issue.ref.address: finding.issue for finding in findings}.values())
    more = f" {MORE.format(len(issues) - MOST_ISSUES)}" if len(issues) > MOST_ISSUES else ""
    return f"{len(findings)} {rule}: {', '.join(map(linked, issues[:MOST_ISSUES]))}{more}"


def _unknown(audit: Audit) -> Iterator[str]:
    unresolved, misses = audit.assembled.unresolved, audit.near_misses
    others = audit.assembled.other_link_types.most_common()
    found = {
        "Skipped, for they could not be read": [f"{_quoted(one.place)}: {_quoted(one.why)}" for one in audit.skipped],
        "What leads nowhere, or cannot be read": [f"{_quoted(ref.text)}: {_quoted(what)}" for ref, what in unresolved],
        "Lines that almost say something": [f"{_quoted(ref.text)}: {_quoted(str(miss))}" for ref, miss in misses],
        "Jira link types that are not read as waiting": [f"{_quoted(name)} ({count})" for name, count in others],
    }
    notes = [(what, some) for what, some in found.items() if some]
    if notes:
        yield "## What this audit could not know"
    for what, some in notes:
        yield f"{what} ({len(some)}):"
        yield listed(some, MOST_NOTES, str)


def _quoted(text: str) -> str:
    return put(Code(shown(text, LONGEST_NOTE)))
