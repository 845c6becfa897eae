"""Where the made-up GitHub's things are found: for programs under ``/api/v3``, for people beside it, as on GHES."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.simulator.github.model import Account, Comment, Issue, Repository


@dataclass(frozen=True, slots=True)
class Addresses:
    """All under one origin: ``http://127.0.0.1:PORT``."""

    origin: str

    @property
    def api(self) -> str:
        """The REST API's root."""
        return f"{self.origin}/api/v3"

    def account(self, account: Account) -> str:
        """An account in the API."""
        kind = "orgs" if account.kind == "Organization" else "users"
        return f"{self.api}/{kind}/{account.login}"

    def repository(self, place: Repository) -> str:
        """A repository in the API."""
        return f"{self.api}/repos/{place.full_name}"

    def issue(self, issue: Issue) -> str:
        """An issue in the API; a pull request is one of the issues there."""
        return f"{self.repository(issue.repository)}/issues/{issue.number}"

    def pull(self, issue: Issue) -> str:
        """A pull request in the API."""
        return f"{self.repository(issue.repository)}/pulls/{issue.number}"

    def comment(self, comment: Comment) -> str:
        """A comment in the API."""
        return f"{self.repository(comment.issue.repository)}/issues/comments/{comment.id}"

    def page(self, thing: Account | Repository | Issue | Comment) -> str:
        """Where people look at it."""
        return self.origin + path_of(thing)


def path_of(thing: Account | Repository | Issue | Comment) -> str:
    """The path of a thing's page."""
    if hasattr(thing, "login"):
        return f"/{thing.login}"
    if hasattr(thing, "full_name"):
        return f"/{thing.full_name}"
    if hasattr(thing, "issue"):
        return f"{path_of(thing.issue)}#issuecomment-{thing.id}"
    kind = "issues" if thing.pull is None else "pull"
    return f"/{thing.repository.full_name}/{kind}/{thing.number}"
