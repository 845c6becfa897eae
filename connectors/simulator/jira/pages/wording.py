"""How things of Jira are called on the pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.pages.wording import State

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Issue
    from connectors.simulator.people import Notice

WAITS: Final = frozenset({"is blocked by", "depends on"})
"""The phrases of links that hold an issue up."""
_KINDS: Final = {"To Do": "open", "In Progress": "doing", "Done": "done"}
_MAILS: Final = {"comment": "Comment", "comment_edited": "Comment edited"}


def state_of(issue: Issue) -> State:
    """What became of an issue so far; how it was resolved only where that is no success."""
    if issue.resolution in {"", issue.status}:
        return State(_KINDS.get(issue.status, "open"), issue.status)
    return State("dropped", f"{issue.status}: {issue.resolution}")


def linked_of(issue: Issue) -> dict[str, list[Issue]]:
    """What an issue is linked with, by the phrase that it reads."""
    found: dict[str, list[Issue]] = {}
    for link in issue.links:
        out = link.source is issue
        phrase = link.type.outward if out else link.type.inward
        found.setdefault(phrase, []).append(link.destination if out else link.source)
    return found


def waits_of(issue: Issue) -> list[Issue]:
    """What an open issue waits on."""
    linked = [one for phrase, issues in linked_of(issue).items() if phrase in WAITS for one in issues]
    return [one for one in linked if one.status != "Done"] if issue.status != "Done" else []


def mail_of(notice: Notice) -> str:
    """What people were mailed about: a comment, or the status that an issue has now."""
    return _MAILS.get(notice.reason, notice.text)
