"""Comments as GitHub's two APIs print them, typed: only the fields that Detour reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from connectors.contract import Comment
from connectors.github.answers import Actor
from connectors.github.documents import Account
from connectors.github.graphql_documents import PageInfo
from connectors.github.issues import moment

if TYPE_CHECKING:
    from rules.text.passages import Passage


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


class Edits(msgspec.Struct):
    """The answer to ``EDITORS``."""

    nodes: list[Edit | None]


class SaidComment(Edit, rename="camel"):
    """The same in GraphQL, where it tells who edited it, too, and whether our account wrote it."""

    database_id: int = 0
    body: str = ""
    created_at: str | None = None
    updated_at: str | None = None
    viewer_did_author: bool = False

    def comment(self, passages: tuple[Passage, ...]) -> Comment:
        """The same for the pipeline, as ``ThreadComment`` tells it."""
        author = self.author or Actor()
        login = f"{author.login}[bot]" if author.type == "Bot" else author.login
        return Comment(
            id=str(self.database_id),
            author=Account(login).name if self.author else "",
            passages=passages,
            own=self.viewer_did_author,
            created=moment(self.created_at),
            changed=moment(self.updated_at),
            edited_by_others=self.updated_at != self.created_at and self.by_another,
        )


class SaidComments(msgspec.Struct, rename="camel"):
    """The first hundred comments of a thread."""

    nodes: list[SaidComment | None]
    page_info: PageInfo


class Thread(msgspec.Struct):
    """An issue or pull request with its comments."""

    comments: SaidComments | None = None
