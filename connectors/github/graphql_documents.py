"""Issues and pull requests as GitHub's GraphQL API prints them, and where they are in a page.

https://docs.github.com/en/graphql/reference/objects#issue ; a query picks its fields, so each may be missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from connectors.github.addresses import address_of
from connectors.github.documents import Account, Label, Number

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 12
"""How far below ``data`` issues are looked for: each level costs one more pass over what is below it."""


class Repository(msgspec.Struct, rename="camel"):
    """Where an issue lives: ``acme/web``."""

    name_with_owner: str | None = None


class PageInfo(msgspec.Struct, rename="camel"):
    """Whether a connection goes on after this page."""

    has_next_page: bool | None = None


class Labels(msgspec.Struct, rename="camel"):
    """A page of labels."""

    nodes: list[Label | None] | None = None
    page_info: PageInfo | None = None


class Accounts(msgspec.Struct):
    """A page of people."""

    nodes: list[Account | None] | None = None


class Milestone(msgspec.Struct, rename="camel"):
    """What the issue is planned for. ``state`` is OPEN or CLOSED."""

    state: str | None = None
    due_on: str | None = None


class Summary(msgspec.Struct, rename="camel"):
    """How many native dependencies there are: ``blocked_by`` counts the open ones."""

    blocked_by: int | None = None


class Other(msgspec.Struct, rename="camel"):
    """An issue as another one's connection names it. ``state`` is OPEN, CLOSED or MERGED; a hidden one is empty."""

    number: Number | None = None
    title: str | None = None
    url: str | None = None
    state: str | None = None
    state_reason: str | None = None
    id: str | None = None
    database_id: int | None = None
    repository: Repository | None = None
    labels: Labels | None = None

    @property
    def container(self) -> str:
        """The repository, or '' if nothing names it."""
        named = self.repository.name_with_owner if self.repository is not None else None
        return named or address_of(self.url)[0]

    @property
    def is_pull_request(self) -> bool:
        """Pull requests have database ids of their own, beside those of issues."""
        return self.state == "MERGED" or "/pull/" in (self.url or "")


class Others(msgspec.Struct, rename="camel"):
    """A page of issues that stand in one relation to the issue. A hidden one is null."""

    nodes: list[Other | None] | None = None
    page_info: PageInfo | None = None

    @property
    def hidden(self) -> int:
        """How many are there without telling who they are."""
        return sum(one is None or one.number is None or not one.container for one in self.nodes or ())

    @property
    def goes_on(self) -> bool:
        """Whether there are more than this page holds."""
        return self.page_info is not None and bool(self.page_info.has_next_page)


class Node(Other, rename="camel"):
    """One issue or pull request. ``None`` stands for what was not asked for, too."""

    body: str | None = None
    milestone: Milestone | None = None
    assignees: Accounts | None = None
    created_at: str | None = None
    updated_at: str | None = None
    closed_at: str | None = None
    blocked_by: Others | None = None
    sub_issues: Others | None = None
    parent: Other | None = None
    duplicate_of: Other | None = None
    issue_dependencies_summary: Summary | None = None

    @property
    def links_complete(self) -> bool:
        """Whether every native dependency and every sub-issue is in it, so that what it lacks is not there."""
        return all(
            page is not None and not page.goes_on and not page.hidden for page in (self.blocked_by, self.sub_issues)
        )


class _Page(msgspec.Struct):
    data: dict[str, msgspec.Raw] | None


NODE: Final = msgspec.json.Decoder(Node)
PAGE: Final = msgspec.json.Decoder(_Page)
_OBJECT: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST: Final = msgspec.json.Decoder(list[dict[str, msgspec.Raw] | None])
_TEXT: Final = msgspec.json.Decoder(str)


def nodes_in(page: bytes | msgspec.Raw) -> Iterator[Node]:
    """The issues of a page, known by their shape wherever they are below ``data``; each names its repository.

    Raises ``msgspec.DecodeError`` (and ``RecursionError`` for deep nesting) for what is no page, or no issue inside.
    """
    data = PAGE.decode(page).data
    if data is not None:
        yield from _within(data, "", 0)


def _within(found: dict[str, msgspec.Raw], repository: str, depth: int) -> Iterator[Node]:
    """The issue that an object is, or those inside it: what an issue's own connections name is part of it."""
    repository = _text(found.get("nameWithOwner")) or repository
    if _is_issue(found, repository):
        node = NODE.decode(msgspec.json.encode(found))
        node.repository = Repository(node.container or repository)
        yield node
    elif depth < DEEPEST:
        for raw in found.values():
            for inner in _objects(raw):
                yield from _within(inner, repository, depth + 1)


def _is_issue(found: dict[str, msgspec.Raw], repository: str) -> bool:
    """Milestones and discussions have a number and a title as well; an address, or a state without a date, decides."""
    if "number" not in found or "title" not in found:
        return False
    if "url" in found:
        return bool(address_of(_text(found["url"]))[1])
    return "state" in found and "dueOn" not in found and bool(repository or "repository" in found)


def _objects(raw: msgspec.Raw) -> list[dict[str, msgspec.Raw]]:
    """An object, or the objects of a list; nothing for anything else."""
    first = bytes(memoryview(raw)[:1])
    if first == b"{":
        return [_OBJECT.decode(raw)]
    if first != b"[":
        return []
    try:
        return [one for one in _LIST.decode(raw) if one is not None]
    except msgspec.ValidationError:
        return []


def _text(raw: msgspec.Raw | None) -> str:
    quoted = raw is not None and bytes(memoryview(raw)[:1]) == b'"'
    return _TEXT.decode(raw) if raw is not None and quoted else ""
