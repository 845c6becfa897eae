"""An issue or pull request as GitHub's REST API prints it in lists: only the fields that Detour reads, typed.

https://docs.github.com/en/rest/issues/issues#list-repository-issues ; the native dependencies are not in it, only
their number (``issue_dependencies_summary``).
"""

from __future__ import annotations

from typing import Annotated

import msgspec

LARGEST_NUMBER = 2**53
Number = Annotated[int, msgspec.Meta(ge=1, le=LARGEST_NUMBER)]
"""The number in an issue's address. ``#0`` is no address."""


class Label(msgspec.Struct):
    """A label; older answers have it as a bare string."""

    name: str | None = None


class Account(msgspec.Struct):
    """A person or an app."""

    login: str | None = None

    @property
    def name(self) -> str:
        """As configuration names people: ``github:@login``. A deleted account's is ''."""
        return f"github:@{self.login.lower()}" if self.login else ""


class Milestone(msgspec.Struct):
    """What the issue is planned for. ``due_on`` is a moment, ``state`` open or closed."""

    state: str | None = None
    due_on: str | None = None


class PullRequest(msgspec.Struct):
    """There on pull requests only. ``merged_at`` tells a merged one from one that was only closed."""

    merged_at: str | None = None


class DependenciesSummary(msgspec.Struct):
    """How many native dependencies there are: ``blocked_by`` counts the open ones."""

    blocked_by: int | None = None


class Document(msgspec.Struct):
    """One issue or pull request.

    A list of issues marks pull requests by ``pull_request``; a list of pull requests has ``merged_at`` itself,
    and one pull request ``merged`` too. Their ``id`` there is not the one that they have as an issue.
    """

    number: Number
    html_url: str | None = None
    repository_url: str | None = None
    id: int | None = None
    node_id: str | None = None
    title: str | None = None
    body: str | None = None
    state: str | None = None
    state_reason: str | None = None
    labels: list[Label | str | None] | None = None
    assignees: list[Account | None] | None = None
    milestone: Milestone | None = None
    created_at: str | None = None
    updated_at: str | None = None
    closed_at: str | None = None
    pull_request: PullRequest | None = None
    merged_at: str | None = None
    merged: bool | None = None
    parent_issue_url: str | None = None
    issue_dependencies_summary: DependenciesSummary | None = None


DECODER = msgspec.json.Decoder(Document)
