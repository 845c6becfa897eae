"""An issue as Jira's REST API prints it, v2 and v3: only the fields that Detour reads, typed.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/ ; texts are wiki markup in v2 and
Atlassian Document Format in v3, so they are kept raw here and told apart where they are read.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from connectors.decoding import built_alone

NULL: Final = b"null"
NOTHING: Final = msgspec.Raw(NULL)
"""What is kept raw, where it is not there."""


class Named(msgspec.Struct):
    """Anything that is only a name here: a component, a resolution."""

    name: str | None = None


class Category(msgspec.Struct):
    """``new``, ``indeterminate``, ``done``, or ``undefined`` for a status that nobody sorted."""

    key: str | None = None


class Status(msgspec.Struct, rename="camel"):
    """A workflow status. Servers before Jira 6.2 print no category."""

    status_category: Category | None = None

    @property
    def category(self) -> str:
        """The category's key, or ''."""
        return (self.status_category.key or "") if self.status_category is not None else ""


class LinkType(msgspec.Struct, frozen=True):
    """``inward`` and ``outward`` are the phrases that the two ends read."""

    name: str | None = None
    inward: str | None = None
    outward: str | None = None


class LinkedFields(msgspec.Struct):
    """What a link or a sub-task tells of the other issue."""

    summary: str | None = None
    status: Status | None = None


class LinkedIssue(msgspec.Struct):
    """The other issue of a link, a sub-task, or a parent."""

    key: str
    id: str | None = None
    fields: LinkedFields | None = None


class IssueLink(msgspec.Struct, rename="camel"):
    """One link, seen from one end: the phrase of the side that is present leads to the other issue."""

    type: LinkType | None = None
    inward_issue: LinkedIssue | None = None
    outward_issue: LinkedIssue | None = None


class Version(msgspec.Struct, rename="camel"):
    """A release that the issue is planned for."""

    released: bool | None = None
    archived: bool | None = None
    release_date: str | None = None


class Account(msgspec.Struct, rename="camel"):
    """A person: ``accountId`` on Cloud, ``name`` on Data Center."""

    account_id: str | None = None
    name: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """As configuration names people: ``jira:ID``."""
        return tuple(f"jira:{name}" for name in (self.account_id, self.name) if name)


class Comment(msgspec.Struct):
    """One comment, in the order that Jira prints them: oldest first."""

    body: msgspec.Raw = NOTHING
    author: Account | None = None
    created: str | None = None


class Comments(msgspec.Struct):
    """The page of comments that an issue may carry."""

    comments: list[Comment] | None = None


class Fields(msgspec.Struct):
    """An issue's fields. Custom ones are added for a site by ``decoder``."""

    summary: str | None = None
    status: Status | None = None
    resolution: Named | None = None
    duedate: str | None = None
    created: str | None = None
    updated: str | None = None
    resolutiondate: str | None = None
    statuscategorychangedate: str | None = None
    priority: Named | None = None
    assignee: Account | None = None
    labels: list[str | None] | None = None
    components: list[Named | None] | None = None
    fix_versions: list[Version | None] | None = msgspec.field(default=None, name="fixVersions")
    parent: LinkedIssue | None = None
    subtasks: list[LinkedIssue | None] | None = None
    issuelinks: list[IssueLink | None] | None = None
    description: msgspec.Raw = NOTHING
    comment: Comments | None = None


FIELDS: Final = tuple(one.encode_name for one in msgspec.structs.fields(Fields) if one.name != "comment")
"""The fields of an issue by the names that Jira gives them. Comments are asked for by themselves."""


class Document(msgspec.Struct):
    """One issue. ``self`` is its address in the API, which tells the site's host."""

    key: Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z][A-Za-z0-9_]*-[0-9]+\Z")]
    fields: Fields
    id: str | None = None
    self: str | None = None


def filled(raw: msgspec.Raw, most: int) -> bytes:
    """The JSON that was kept raw, or none: also where it is more bytes than are read of it."""
    if raw is NOTHING:
        return b""
    content = bytes(raw)
    return b"" if content == NULL or len(content) > most else content


@built_alone
def decoder(custom_fields: tuple[str, ...]) -> msgspec.json.Decoder[Document]:
    """A decoder of documents whose ``fields`` also keep these custom fields, raw, under their ids."""
    extra = [(name, msgspec.Raw, msgspec.field(default=NOTHING)) for name in custom_fields]
    fields = msgspec.defstruct("SiteFields", extra, bases=(Fields,))
    document = msgspec.defstruct("SiteDocument", [("fields", fields)], bases=(Document,), kw_only=True)
    return msgspec.json.Decoder(document)
