"""What GitHub's API answers to the client, typed: only the fields that Detour reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from connectors.contract import Comment
from connectors.github.documents import Account
from connectors.github.graphql_documents import Labels, Node
from connectors.github.issues import moment

if TYPE_CHECKING:
    from rules.text.passages import Passage


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


class Held(msgspec.Struct, rename="camel"):
    """A repository with the one issue that was asked for."""

    issue_or_pull_request: Found | None = None


class Labelled(msgspec.Struct):
    """A sub-issue with its labels."""

    id: str = ""
    labels: Labels | None = None


class Actor(msgspec.Struct):
    """An account, in either API. ``type`` is REST's: User, Bot."""

    login: str = ""
    type: str = ""


class Edit(msgspec.Struct, rename="camel"):
    """Who wrote a comment, and who changed it last. An account that was deleted is null."""

    id: str = ""
    author: Actor | None = None
    editor: Actor | None = None
    last_edited_at: str | None = None

    @property
    def by_another(self) -> bool:
        """Whether the last change is not surely its author's."""
        known = self.author is not None and self.editor is not None and self.author.login == self.editor.login
        return self.last_edited_at is not None and not known


class App(msgspec.Struct):
    """The App that acted."""

    id: int = 0


class ThreadComment(msgspec.Struct):
    """A comment of a thread: https://docs.github.com/en/rest/issues/comments#list-issue-comments ."""

    id: int
    node_id: str = ""
    user: Actor | None = None
    body: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    performed_via_github_app: App | None = None

    def is_by(self, login: str, app: int | None) -> bool:
        """Whether our account wrote it: the App itself (people may act through one, too), or the token's login."""
        user = self.user or Actor()
        if app is not None:
            return user.type == "Bot" and (self.performed_via_github_app or App()).id == app
        return bool(login) and user.login == login

    def comment(self, passages: tuple[Passage, ...], *, own: bool, edited_by_others: bool) -> Comment:
        """The same for the pipeline. A deleted account's name is ''."""
        return Comment(
            id=str(self.id),
            author=Account(self.user.login).name if self.user else "",
            passages=passages,
            own=own,
            created=moment(self.created_at),
            changed=moment(self.updated_at),
            edited_by_others=edited_by_others,
        )


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


class Edits(msgspec.Struct):
    """The answer to ``EDITORS``."""

    nodes: list[Edit | None]


class Viewer(msgspec.Struct):
    """The answer to ``VIEWER``: the account that asks."""

    viewer: Actor
