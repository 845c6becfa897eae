"""What happened in the made-up GitHub, as its webhooks will tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.simulator.github.model import Account, Issue, Repository

_ALIKE: Final = frozenset(
    {"opened", "edited", "labeled", "unlabeled", "assigned", "unassigned", "milestoned", "demilestoned"}
    | {"closed", "reopened"}
)
EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "issues": _ALIKE | {"deleted", "transferred"},
    "pull_request": _ALIKE | {"synchronize"},
    "check_run": frozenset({"rerequested"}),
    "issue_comment": frozenset({"created", "edited", "deleted"}),
    "issue_dependencies": frozenset(
        {"blocked_by_added", "blocked_by_removed", "blocking_added", "blocking_removed"},
    ),
    "sub_issues": frozenset(
        {"sub_issue_added", "sub_issue_removed", "parent_issue_added", "parent_issue_removed"},
    ),
    "repository": frozenset({"renamed", "archived", "unarchived"}),
    "installation": frozenset({"created", "deleted"}),
}
"""All events with their actions; nothing else can happen here."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. ``about`` maps a payload's keys to what they show: things of the model, numbers, or maps of these."""

    event: str
    action: str
    owner: Account
    repository: Repository | None
    sender: Account
    about: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.action not in EVENTS.get(self.event, ()):
            raise ValueError(f"{self.event} {self.action} is missing from EVENTS")


class Invalid(ValueError):  # noqa: N818  # GitHub's word: "Validation Failed"
    """What GitHub answers 422 to: a second identical link, an issue that blocks itself."""


def about_issue(action: str, issue: Issue, sender: Account, **about: object) -> Happening:
    """An event of an issue, or of a pull request."""
    event, key = ("issues", "issue") if issue.pull is None else ("pull_request", "pull_request")
    number = {} if issue.pull is None else {"number": issue.number}
    place = issue.repository
    return Happening(event, action, place.owner, place, sender, {**number, key: issue, **about})
