"""What Jira's API answers to the client, typed: only the fields that Detour reads."""

from __future__ import annotations

import msgspec

from connectors.jira.documents import Account


class IssueError(msgspec.Struct, rename="camel"):
    """An issue that there is, or may be, and that could not be read this time."""

    id: str | int | None = None
    error_message: str | None = None


class Bulk(msgspec.Struct, rename="camel"):
    """Some issues: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/ (bulkfetch).

    Cloud names those that it fails to read in ``issue_errors``, and is silent about those that are gone or hidden.
    Data Center's search adds which part of the whole it is: ``max_results`` is the server's own if that is less.
    """

    issues: list[msgspec.Raw]
    issue_errors: list[IssueError] | None = None
    start_at: int = 0
    max_results: int = 0
    total: int = 0


class FoundIssue(msgspec.Struct):
    """An issue that a search names by its number alone."""

    id: int


class FoundIssues(msgspec.Struct, rename="camel"):
    """One page of numbers. The token leads to the next, if there is one."""

    issues: list[FoundIssue]
    next_page_token: str | None = None
    is_last: bool | None = None


class Count(msgspec.Struct):
    """About how many issues a query finds."""

    count: int


class ListedProject(msgspec.Struct):
    """A project in a list."""

    key: str
    archived: bool | None = None
    name: str = ""


class Projects(msgspec.Struct, rename="camel"):
    """One page of a list of projects."""

    values: list[ListedProject]
    is_last: bool | None = None
    total: int | None = None


class Visibility(msgspec.Struct):
    """The role or group that alone may read a comment."""

    type: str = ""


class ThreadComment(msgspec.Struct, rename="camel"):
    """A comment of a thread. ``body`` is a document in v3 and wiki markup in v2."""

    id: str
    body: msgspec.Raw = msgspec.Raw(b"null")
    author: Account | None = None
    update_author: Account | None = None
    created: str | None = None
    updated: str | None = None
    visibility: Visibility | None = None
    jsd_public: bool | None = None

    @property
    def by_another(self) -> bool:
        """Whether the last change is not surely its author's."""
        if self.updated == self.created:
            return False
        return self.author is None or self.update_author is None or self.author.names != self.update_author.names


class Thread(msgspec.Struct, rename="camel"):
    """One page of a thread."""

    comments: list[ThreadComment]
    total: int = 0


class Inside(msgspec.Struct, rename="camel"):
    """What an issue's document has of its thread, which may be a part of it."""

    comments: list[ThreadComment] = []
    start_at: int = 0
    total: int = -1

    @property
    def is_whole(self) -> bool:
        """Whether it says that no comment is missing."""
        return self.start_at == 0 and self.total == len(self.comments)


class Said(msgspec.Struct):
    """The field of a thread."""

    comment: Inside | None = None


class Talk(msgspec.Struct):
    """An issue with its thread, if that was told."""

    id: str = ""
    key: str = ""
    fields: Said | None = None


class Property(msgspec.Struct):
    """A property of a comment; anybody who may edit the comment may have written it."""

    value: msgspec.Raw = msgspec.Raw(b"null")


class Target(msgspec.Struct):
    """What a remote link leads to."""

    url: str | None = None


class RemoteLink(msgspec.Struct):
    """A link out of this Jira: the phrase is the one that people read before the target."""

    relationship: str | None = None
    object: Target | None = None


class Project(msgspec.Struct, rename="camel"):
    """``software``, ``business`` or ``service_desk``."""

    project_type_key: str | None = None


class ProjectField(msgspec.Struct):
    """The one field that is asked for."""

    project: Project | None = None


class Placed(msgspec.Struct):
    """An issue with its project."""

    fields: ProjectField
    id: str = "0"


class Grant(msgspec.Struct):
    """One permission, and the issues on which somebody has it."""

    permission: str
    issues: list[int]


class Grants(msgspec.Struct, rename="camel"):
    """What somebody may do, of what was asked about."""

    project_permissions: list[Grant]
