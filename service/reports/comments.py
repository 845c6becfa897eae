"""What Detour would say on each issue, as Markdown, one after the other: comments, then need briefs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.printable import printable
from service.speech.briefs import briefs_for
from service.speech.comments import Operator, comments_for
from service.speech.markdown import render as render_markdown
from service.speech.remarks import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.reports.report import Report


def render(report: Report) -> Iterator[str]:
    """Each comment under a line that names its issue; says so where there would be none."""
    audit = report.audit
    operator = Operator(mentioning=audit.mentioning)
    found = [
        f"=== {issue.ref} {printable(issue.url)}\n\n{render_markdown(comment)}\n"
        for issue, comment in comments_for(audit.graph, audit.findings, audit.assembled, operator=operator)
    ]
    found += [
        f"=== {ref}, need brief\n\n{render_markdown(remark.document)}\n"
        for ref, remark in sorted(briefs_for(audit.graph, audit.assembled).items())
        if remark.tone is Tone.ASKED
    ]
    yield "\n".join(found) if found else "Detour would say nothing: no finding may cause a comment.\n"
