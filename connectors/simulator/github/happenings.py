"""What happened in the made-up GitHub, as its webhooks will tell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from connectors.simulator.github.model import Account, Issue, Repository


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. ``about`` maps a payload's keys to what they show: things of the model, numbers, or maps of these."""

    event: str
    action: str
    owner: Account
    repository: Repository | None
    sender: Account
    about: Mapping[str, object] = field(default_factory=dict)


class Invalid(ValueError):  # noqa: N818  # GitHub's word: "Validation Failed"
    """What GitHub answers 422 to: a second identical link, an issue that blocks itself."""


def about_issue(action: str, issue: Issue, sender: Account, **about: object) -> Happening:
    """An event of an issue, or of a pull request."""
    event, key = ("issues", "issue") if issue.pull is None else ("pull_request", "pull_request")
    number = {} if issue.pull is None else {"number": issue.number}
    place = issue.repository
    return Happening(event, action, place.owner, place, sender, {**number, key: issue, **about})
