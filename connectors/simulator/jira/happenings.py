"""What happened in the made-up Jira, as its webhooks will tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from connectors.simulator.jira.model import Account, Comment, Issue, Link


class Invalid(ValueError):  # noqa: N818  # what Jira answers 400 to
    """What cannot be done."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that changed, in the words that people read."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One event: ``jira:issue_updated``. ``kind`` is what newer sites call it more closely: ``issue_generic``.

    ``follows`` from another, as the end of a comment follows from its issue's.
    """

    event: str
    at: datetime
    by: Account
    issue: Issue | None = None
    kind: str = ""
    changes: tuple[Change, ...] = ()
    comment: Comment | None = None
    link: Link | None = None
    follows: bool = False

    @property
    def project(self) -> str:
        """The key of the project that it happened in; of a link, of its source's."""
        issue = self.issue or (self.link.source if self.link is not None else None)
        return issue.project.key if issue is not None else ""
