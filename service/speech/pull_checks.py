"""What the check on a pull request says of the issues that it is for: whether any waits without a plan B. Pure.

Whoever may read the pull request reads it, so every other issue is named by the same measure as in a comment. A check
is neutral at worst: it tells, and stops nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.checking import Check, Conclusion
from rules.model import Ref
from service.speech import markdown
from service.speech.document import Address, Code, Document, Paragraph, Rows, line
from service.speech.visibility import HIDDEN, in_one_group

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.speech.comments import Operator
    from service.speech.document import Inline, Line
    from service.speech.visibility import Groups
    from service.store.verdicts import StoredFinding, StoredIssue

NO_PLAN_B: Final = frozenset({"DT101", "DT109", "DT306"})
"""Findings on a wait for which nothing is declared, or nothing any more."""
FALSE_PLAN_B: Final = frozenset({"DT102", "DT103", "DT104", "DT105", "DT106"})
"""Findings on a fallback that is declared and does not stand."""
HOW: Final = Paragraph(
    line(
        "A plan B is a ticket that your own team does if the other one does not come. Name it on the issue: ",
        Code("Fallback for REF: REF"),
        ". This check is never red, and stops nobody.",
    )
)
FINE: Final = Paragraph(line("What this is for waits on nobody without a plan B."))
_KEY: Final = re.compile(r"(?<![A-Za-z0-9])([A-Z][A-Z0-9_]+-[1-9][0-9]{0,17})(?![A-Za-z0-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ForIssue:
    """An issue that a pull request is for, and what was found on it. ``written``: the pull request itself names it."""

    ref: Ref
    written: bool
    findings: Sequence[StoredFinding]

    @property
    def bare(self) -> list[StoredFinding]:
        """What was found of waits without a plan B, whether or not the issue was planned: it is worked on."""
        return [one for one in self.findings if one.code in NO_PLAN_B | FALSE_PLAN_B]


def keys_in(*texts: str) -> list[str]:
    """What may be keys of Jira's issues in the name of a branch, in which people write them small, or in a title."""
    return list(dict.fromkeys(key.upper() for text in texts for key in _KEY.findall(text)))


@dataclass(frozen=True, slots=True)
class Checking:
    """Says it on one pull request. ``groups`` are those of projects whose readers may know of each other's issues."""

    pull: Ref
    groups: Groups
    operator: Operator

    def check(self, issues: Sequence[ForIssue], head: str, mark: str, *, begun: bool) -> Check | None:
        """The check on a commit; ``None`` where the pull request is for nothing that is known, unless one stands there.

        ``begun``: one does.
        """
        if not issues and not begun:
            return None
        bare = [one for one in issues if one.bare]
        if not bare:
            text = markdown.render(Document((FINE,)))
            return Check(head, Conclusion.SUCCESS, "Nothing waits without a plan B", text, self._page(issues), mark)
        rows = Rows(tuple(row for one in bare for row in self._rows(one)))
        text = markdown.render(Document((rows, HOW)))
        return Check(head, Conclusion.NEUTRAL, self._title(bare), text, self._page(bare), mark)

    def _title(self, bare: Sequence[ForIssue]) -> str:
        if len(bare) > 1:
            return f"{len(bare)} issues wait without a plan B"
        who = bare[0].ref.text if self._shows(bare[0].ref, written=bare[0].written) else "An issue in another project"
        return f"{who} waits without a plan B"

    def _rows(self, one: ForIssue) -> Iterator[Line]:
        here = self._named(one.ref, "", written=one.written)
        for finding in one.bare:
            without = " without a plan B" if finding.code in NO_PLAN_B else " with a plan B that does not stand"
            waits = [part for link in finding.links[:1] for part in (" on ", self._other(link.blocker))]
            rule = (" (", Code(finding.name), ")")
            yield line(here, " waits", *waits, without, *rule)

    def _other(self, issue: StoredIssue) -> Inline:
        return self._named(Ref(issue.site, issue.ref), issue.url, written=False)

    def _named(self, ref: Ref, url: str, *, written: bool) -> Inline:
        return Address(ref, url) if self._shows(ref, written=written) else HIDDEN

    def _shows(self, ref: Ref, *, written: bool) -> bool:
        here = self.pull
        same = (here.site, here.container.casefold()) == (ref.site, ref.container.casefold())
        return written or same or in_one_group(self.groups, here, ref)

    def _page(self, issues: Sequence[ForIssue]) -> str:
        """Where more is told: of the first issue whose address may be shown."""
        shown = (one.ref for one in issues if self._shows(one.ref, written=one.written))
        first = next(shown, None)
        return self.operator.page() if first is None else self.operator.page_of(first)
