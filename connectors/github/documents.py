"""An issue or pull request as GitHub's REST API prints it in lists: only the fields that Detour reads, typed.

https://docs.github.com/en/rest/issues/issues#list-repository-issues ; the native dependencies are not in it, only
their number (``issue_dependencies_summary``).
"""

from __future__ import annotations

import msgspec


class Label(msgspec.Struct):
    """A label; older answers have it as a bare string."""

    name: str | None = None


class Account(msgspec.Struct):
    """A person or an app."""

    login: str = ""


class Milestone(msgspec.Struct):
    """What the issue is planned for. ``due_on`` is a moment, ``state`` open or closed."""

    title: str = ""
    state: str = "open"
    due_on: str | None = None


class PullRequest(msgspec.Struct):
    """There on pull requests only. ``merged_at`` tells a merged one from one that was only closed."""

    merged_at: str | None = None


class DependenciesSummary(msgspec.Struct):
    """How many native dependencies there are: ``blocked_by`` counts the open ones, ``total_blocked_by`` all."""

    blocked_by: int = 0
    total_blocked_by: int = 0


class Document(msgspec.Struct):
    """One issue or pull request."""

    number: int
    html_url: str = ""
    repository_url: str = ""
    id: int = 0
    title: str = ""
    body: str | None = None
    state: str = "open"
    state_reason: str | None = None
    labels: list[Label | str] | None = None
    assignees: list[Account] | None = None
    milestone: Milestone | None = None
    updated_at: str | None = None
    pull_request: PullRequest | None = None
    parent_issue_url: str | None = None
    issue_dependencies_summary: DependenciesSummary | None = None


DECODER = msgspec.json.Decoder(Document)
