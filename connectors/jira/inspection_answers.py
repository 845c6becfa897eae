"""What Jira tells of our way in, of its words and of webhooks: only the fields that are looked at."""

from __future__ import annotations

import msgspec

from connectors.jira.documents import LinkType


class Myself(msgspec.Struct, rename="camel"):
    """The account that asks."""

    display_name: str = "an account"


class Permission(msgspec.Struct, rename="camel"):
    """Whether we have one: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/ ."""

    have_permission: bool = False


class Permissions(msgspec.Struct):
    """Those that were asked for, by their keys; Data Center tells all."""

    permissions: dict[str, Permission] = {}


class Schema(msgspec.Struct):
    """The type of a field."""

    custom: str | None = None


class Field(msgspec.Struct):
    """A field: https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-fields/ ."""

    id: str
    name: str = ""
    schema: Schema | None = None


class LinkTypes(msgspec.Struct, rename="camel"):
    """The link types of a site."""

    issue_link_types: list[LinkType]


class ServerInfo(msgspec.Struct, rename="camel"):
    """What kind of Jira it is. ``deployment_type`` is Cloud or Server."""

    base_url: str = ""
    version: str = ""
    deployment_type: str = ""


class AdminWebhook(msgspec.Struct):
    """A webhook that an administrator made: https://developer.atlassian.com/cloud/jira/platform/webhooks/ .

    Newer Data Centers call it ``active``, and others ``enabled``.
    """

    url: str = ""
    name: str = ""
    events: list[str] = []
    enabled: bool = True
    active: bool = True


class PersonalToken(msgspec.Struct, rename="camel"):
    """A personal access token of the account, never the token itself. Without ``expiring_at`` it never expires.

    https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
    """

    name: str = ""
    expiring_at: str | None = None
