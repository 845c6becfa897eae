"""What Detour would say on each issue, as Markdown, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.printable import printable
from service.speech.comments import comments_for
from service.speech.markdown import render as render_markdown

if TYPE_CHECKING:
    from service.audit import Audit


def render(audit: Audit) -> str:
    """Each comment under a line that names its issue; says so where there would be none."""
    found = [
        f"=== {issue.ref} {printable(issue.url)}\n\n{render_markdown(comment)}\n"
        for issue, comment in comments_for(audit.graph, audit.findings, audit.assembled)
    ]
    return "\n".join(found) if found else "Detour would say nothing: no finding may cause a comment.\n"
