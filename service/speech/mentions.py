"""Whom a comment mentions: nobody, but for the assignees of an issue on which the day to decide by has come.

A mention notifies. So it stands in the one new comment that says so, and nowhere else: where that is edited it keeps
whom it mentioned already, as long as the issue is theirs, and mentions nobody else. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.views import FallbackView
from service.activity import is_automatic
from service.speech.document import Document, Mention, Paragraph, line
from service.speech.echoes import listed
from service.speech.plan_wording import day_to_decide
from service.speech.rendering import is_jira_account, is_login

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.rule import Finding
    from rules.views import IssueView
    from service.settings import Settings
    from service.speech.document import Block

NOT_STARTED: Final = "DT108"


@dataclass(frozen=True, slots=True)
class Mentioning:
    """Whom comments may mention: nobody, or ``assignees``, of whom no account in ``automation`` is one."""

    assignees: bool = False
    automation: frozenset[str] = frozenset()

    def of(self, issue: IssueView) -> tuple[str, ...]:
        """The assignees of an issue as its tracker knows them; accounts of any other form are left out."""
        if not self.assignees:
            return ()
        people = [one for one in issue.assignees if not is_automatic(one, self.automation)]
        if issue.ref.tracker == "github":
            return tuple(filter(is_login, (one.removeprefix("github:@") for one in people)))
        # A Jira issue has one assignee, of whom some sites tell an id and a name.
        one_person = people[:1] if len(people) == len(issue.assignees) else []
        return tuple(filter(is_jira_account, (one.removeprefix("jira:") for one in one_person)))


NOBODY: Final = Mentioning()


def mentioning_of(settings: Settings) -> Mentioning:
    """Whom comments may mention by the configuration."""
    return Mentioning(settings.comments.mention_assignee, frozenset(settings.policy_table.automation_accounts))


def calls(findings: Iterable[Finding]) -> frozenset[str]:
    """The keys of the findings which, being news, are worth a mention: it is time to begin, by the day to decide by."""
    return frozenset(one.key for one in findings if one.code == NOT_STARTED and _by_its_day(one))


def _by_its_day(finding: Finding) -> bool:
    return isinstance(finding.subject, FallbackView) and day_to_decide(finding.subject) is not None


def call(accounts: Sequence[str]) -> Paragraph:
    """The line that mentions accounts, and says why these."""
    return Paragraph(line("This issue is assigned to ", listed(line(Mention(one)) for one in accounts), "."))


def called_in(document: Document) -> tuple[str, ...]:
    """The accounts that a document mentions."""
    return tuple(part.account for block in document.blocks for part in _mentions(block))


def calling(document: Document, accounts: Sequence[str]) -> Document:
    """The same document, in which these accounts stand for all whom it mentions; without any, that line is left out."""
    return Document(tuple(_calling(document.blocks, accounts)))


def _calling(blocks: Iterable[Block], accounts: Sequence[str]) -> Iterator[Block]:
    for block in blocks:
        if not _mentions(block):
            yield block
        elif accounts:
            yield call(accounts)


def _mentions(block: Block) -> list[Mention]:
    return [part for part in block.line if isinstance(part, Mention)] if isinstance(block, Paragraph) else []
