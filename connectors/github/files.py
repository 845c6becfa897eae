"""Recognises what people save of GitHub and reads it: issues as REST lists them, GraphQL pages, webhook bodies.

A webhook's body is saved without its headers, so that its fields have to tell which event it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from connectors.contract import Delivery
from connectors.github.documents import DECODER
from connectors.github.graphql_documents import NODE, nodes_in
from connectors.github.graphql_issues import facts_of
from connectors.github.payloads import GitHubConnector
from rules.statements import Waiver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract import Heard
    from connectors.github.issues import GitHubIssues
    from rules.model import Facts, Ref
    from rules.statements import Statement

TRACKER = "github"

EVENTS: Final = {
    "blocked_issue": "issue_dependencies",
    "blocking_issue": "issue_dependencies",
    "sub_issue": "sub_issues",
    "parent_issue": "sub_issues",
    "pull_request": "pull_request",
    "comment": "issue_comment",
    "issue": "issues",
}
"""What a field tells of the event; the first that is there counts."""


class _Place(msgspec.Struct):
    html_url: str | None = None
    repository_url: str | None = None


class _Sign(msgspec.Struct):
    """The fields that tell the kinds of documents apart. ``url`` is the page of an issue in GraphQL only."""

    number: int | None = None
    title: str | msgspec.UnsetType | None = msgspec.UNSET
    html_url: str | None = None
    repository_url: str | None = None
    url: str | None = None
    state: str | None = None
    action: str | None = None
    blocked_issue: _Place | None = None
    blocking_issue: _Place | None = None
    sub_issue: _Place | None = None
    parent_issue: _Place | None = None
    pull_request: _Place | None = None
    comment: _Place | None = None
    issue: _Place | None = None
    sender: _Place | None = None

    @property
    def is_issue(self) -> bool:
        """Whether it is one issue, in whichever shape."""
        return self.number is not None and self.title is not msgspec.UNSET

    @property
    def is_node(self) -> bool:
        """Whether an issue is in GraphQL's shape: its states are in capitals."""
        return self.html_url is None and self.repository_url is None and (self.state or "").isupper()

    @property
    def is_webhook(self) -> bool:
        """Whether it is a webhook's body, of an event that is read or another that has an action and a sender."""
        return self.action is not None and (bool(self.event) or self.sender is not None)

    @property
    def event(self) -> str:
        """The webhook event whose body this is, or ''."""
        fields = (field for field in EVENTS if getattr(self, field) is not None) if self.action else iter(())
        return EVENTS.get(next(fields, ""), "")


SIGN: Final = msgspec.json.Decoder(_Sign)


def host_of(raw: bytes) -> str | None:
    """The host that a document comes from, as people visit it, '' if it does not tell; ``None`` if it has no issue."""
    try:
        url = _url_of(raw)
        host = None if url is None else urlsplit(url).netloc.lower()
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return "github.com" if host == "api.github.com" else host


@dataclass(frozen=True, slots=True)
class SavedGitHub:
    """Reads the saved documents of one site."""

    issues: GitHubIssues

    def facts(self, raw: bytes) -> tuple[Facts, ...]:
        """The issues of one document: a page has many, a webhook's body two, one, or none.

        Raises ``ValueError`` (msgspec's included) for anything else, and ``RecursionError`` for deep nesting.
        """
        sign = SIGN.decode(raw)
        if sign.is_issue and sign.is_node:
            return (facts_of(NODE.decode(raw), self.issues),)
        if sign.is_issue:
            return (self.issues.of(DECODER.decode(raw)),)
        if sign.is_webhook:
            delivery = Delivery(self.issues.dialect.name, "saved", sign.event, raw)
            return tuple(_told(GitHubConnector(self.issues).normalize(delivery)))
        return tuple(facts_of(node, self.issues) for node in nodes_in(raw))


def _told(heard: Heard) -> Iterator[Facts]:
    """A webhook's issues, each with the native links that the webhook adds where it is told."""
    for facts in heard.facts:
        here = facts.issue.ref
        new = (one for one in heard.added if _place(one) == here and one not in facts.statements)
        yield replace(facts, statements=(*new, *facts.statements))


def _place(statement: Statement) -> Ref:
    """The issue that a statement is told on."""
    return statement.issue if isinstance(statement, Waiver) else statement.said.where


def _url_of(raw: bytes) -> str | None:
    """An address on the document's site, '' where it has none; ``None`` if it is of no known kind."""
    sign = SIGN.decode(raw)
    if sign.is_issue:
        return sign.html_url or sign.repository_url or (sign.url if sign.is_node else "") or ""
    if sign.is_webhook:
        places = (getattr(sign, field) for field in (*EVENTS, "sender"))
        return next((place.html_url or place.repository_url or "" for place in places if place is not None), None)
    first = next(nodes_in(raw), None)
    return None if first is None else first.url or ""
