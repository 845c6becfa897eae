"""What Detour would say on each issue: its comments, then its need briefs, in the formats that have room for them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rules.views import IssueView
from service.printable import printable
from service.reports.issues import issue_json
from service.reports.markdown.dress import titled
from service.reports.spreadsheet import in_lines
from service.speech.briefs import briefs_for
from service.speech.comments import Operator, comments_for
from service.speech.markdown import render
from service.speech.markers import Role
from service.speech.mentions import NOBODY
from service.speech.remarks import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.audit import Audit
    from service.reports.report import Report

COLUMNS = ("site", "issue", "title", "url", "role", "comment")
SILENCE = "Detour would say nothing: no finding may cause a comment.\n"


@dataclass(frozen=True, slots=True)
class Comment:
    """What would be said on one issue, as Markdown."""

    issue: IssueView
    role: Role
    body: str


def as_text(report: Report) -> Iterator[str]:
    """Each comment under a line that names its issue; says so where there would be none."""
    between = ""
    for one in _comments(report.audit):
        whose = (
            f"{one.issue.ref}, need brief" if one.role is Role.BRIEF else f"{one.issue.ref} {printable(one.issue.url)}"
        )
        yield f"{between}=== {whose}\n\n{one.body}\n"
        between = "\n"
    if not between:
        yield SILENCE


def as_markdown(report: Report) -> Iterator[str]:
    """The same under headings, and nobody is mentioned in it: whoever passes it on must not call people."""
    audit = report.audit
    yield f"# What Detour would say, {audit.as_of.day} {audit.as_of:%B %Y}\n"
    silent = True
    for one in _comments(replace(audit, mentioning=NOBODY)):
        role = ", need brief" if one.role is Role.BRIEF else ""
        yield f"\n## {titled(one.issue)}{role}\n\n{one.body}"
        silent = False
    if silent:
        yield f"\n{SILENCE}"


def as_json(report: Report) -> Iterator[str]:
    """A list of issues, each with what would be said there."""
    found = [
        {"issue": issue_json(one.issue), "role": one.role.value, "comment": one.body} for one in _comments(report.audit)
    ]
    yield json.dumps({"comments": found}, indent=2, ensure_ascii=False) + "\n"


def as_csv(report: Report) -> Iterator[str]:
    """A row a comment."""
    yield from in_lines(COLUMNS, (_row(one) for one in _comments(report.audit)))


def _row(one: Comment) -> tuple[str, ...]:
    ref = one.issue.ref
    return (ref.site, *map(printable, (ref.text, one.issue.title, one.issue.url)), one.role.value, one.body)


def _comments(audit: Audit) -> Iterator[Comment]:
    operator = Operator(mentioning=audit.mentioning)
    for issue, document in comments_for(audit.graph, audit.findings, audit.assembled, operator=operator):
        yield Comment(issue, Role.VERDICT, render(document))
    for ref, remark in sorted(briefs_for(audit.graph, audit.assembled).items()):
        row = audit.assembled.register.find(ref)
        if remark.tone is Tone.ASKED and row is not None:
            yield Comment(IssueView(audit.graph, row), Role.BRIEF, render(remark.document))
