"""What GitHub's API answers to the client, typed: only the fields that Detour reads."""

from __future__ import annotations

from typing import Final

import msgspec

from connectors.github.graphql_documents import Labels, Node


class Error(msgspec.Struct):
    """One error beside the data, or instead of it: https://spec.graphql.org/October2021/#sec-Errors ."""

    message: str = ""
    type: str = ""
    path: list[str | int] | None = None


class Envelope(msgspec.Struct):
    """Any GraphQL answer."""

    data: dict[str, msgspec.Raw] | None = None
    errors: list[Error] | None = None


class Count(msgspec.Struct, rename="camel"):
    """How long a list is."""

    total_count: int = 0


class Found(Node, rename="camel"):
    """An issue or pull request that was asked for; the state of the latter has a name of its own."""

    pull_state: str | None = None
    comments: Count | None = None

    def __post_init__(self) -> None:
        """Gives the state its common name."""
        self.state = self.state or self.pull_state


class Cost(msgspec.Struct):
    """What a query cost, in points of the hourly limit."""

    cost: int = 0


NULL: Final = msgspec.Raw(b"null")


class Held(msgspec.Struct, rename="camel"):
    """A repository with the one issue that was asked for."""

    issue_or_pull_request: msgspec.Raw = NULL


class Labelled(msgspec.Struct):
    """A sub-issue with its labels."""

    id: str = ""
    labels: Labels | None = None


class Actor(msgspec.Struct):
    """An account, in either API. ``type`` is REST's: User, Bot."""

    login: str = ""
    type: str = ""


class Written(msgspec.Struct):
    """What was written, a comment or a reaction, as far as it is of interest."""

    id: int


class Permission(msgspec.Struct):
    """What an account may do in a repository.

    ``permission`` is admin, write, read or none (maintain counts as write); ``role_name`` may be an organisation's own.
    https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
    """

    permission: str = ""
    role_name: str = ""

    @property
    def writes(self) -> bool:
        """Whether it includes writing."""
        return bool({self.permission, self.role_name} & {"admin", "maintain", "write"})


class Labellings(msgspec.Struct):
    """The answer to ``LABELS``; what is out of reach is null."""

    nodes: list[Labelled | None]


class Viewer(msgspec.Struct):
    """The answer to ``VIEWER``: the account that asks."""

    viewer: Actor
