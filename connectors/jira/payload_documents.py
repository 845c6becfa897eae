"""A webhook's body, of Cloud and of Data Center, old and new: only the fields that Detour reads, typed.

https://developer.atlassian.com/cloud/jira/platform/webhooks/ ; bodies are shaped as in REST v2, even on Cloud.
"""

from __future__ import annotations

from typing import Annotated, Final

import msgspec

from connectors.jira.documents import Account

ABSENT: Final = msgspec.Raw(b"")
COMMENTED: Final = frozenset({"comment_created", "comment_updated"})
UPDATED: Final = "jira:issue_updated"
COMMENT: Final = "Comment"
"""What change logs call a comment that was edited or deleted."""
Number = Annotated[int, msgspec.Meta(ge=1, lt=10**18)]


class EventName(msgspec.Struct, rename="camel"):
    """What happened: ``jira:issue_updated``, ``issuelink_created``."""

    webhook_event: str | None = None


class KnownFields(msgspec.Struct):
    """Fields that tell how much of an issue a body holds: some events show a handful of them."""

    description: msgspec.Raw = ABSENT
    issuelinks: msgspec.Raw = ABSENT


class KnownIssue(msgspec.Struct):
    """An issue in a body, as far as it has to be known before it is read."""

    id: str | None = None
    key: str | None = None
    fields: KnownFields | None = None


class Comment(msgspec.Struct, rename="camel"):
    """``self`` is its address, which names the issue where the body does not."""

    id: str | int | None = None
    self: str | None = None
    author: Account | None = None
    update_author: Account | None = None


class LinkTypeNames(msgspec.Struct, rename="camel"):
    """A link type: the source reads the outward phrase of the destination, which reads the inward one."""

    name: str | None = None
    inward_name: str | None = None
    outward_name: str | None = None


class LinkOfIds(msgspec.Struct, rename="camel"):
    """A link that came or went: numbers only, neither keys nor a site."""

    source_issue_id: Number | None = None
    destination_issue_id: Number | None = None
    issue_link_type: LinkTypeNames | None = None


class Change(msgspec.Struct, rename={"before": "fromString", "after": "toString"}):
    """One field that changed, in the words that people read."""

    field: str | None = None
    before: str | None = None
    after: str | None = None


class ChangeLog(msgspec.Struct):
    """What one edit changed."""

    items: list[Change | None] | None = None


class Payload(msgspec.Struct, rename="camel"):
    """The body of any event that is read. ``timestamp`` is in milliseconds since 1970."""

    webhook_event: str | None = None
    timestamp: int | None = None
    issue: msgspec.Raw = ABSENT
    comment: Comment | None = None
    issue_link: LinkOfIds | None = None
    changelog: ChangeLog | None = None
    user: Account | None = None

    @property
    def by(self) -> str:
        """Who did it, as configuration names people; '' where that is not told.

        Of a deleted comment only its author is told. Where a body of an issue shows no change, it may be about one.
        """
        told = self.user
        if self.webhook_event in COMMENTED and self.comment is not None:
            told = self.comment.update_author or self.comment.author
        elif self.webhook_event == UPDATED and self.comment is None and not self._shows_a_change():
            told = None
        return next(iter(told.names), "") if told is not None else ""

    @property
    def comment_of_its_author(self) -> str:
        """The id of a comment that came, or that its author changed; else ''."""
        told = self.comment
        if told is None or told.author is None or self.webhook_event not in COMMENTED:
            return ""
        by_another = told.update_author is not None and told.update_author.names != told.author.names
        return "" if by_another else str(told.id or "")

    def _shows_a_change(self) -> bool:
        items = (self.changelog.items or ()) if self.changelog is not None else ()
        return any(item is not None and item.field != COMMENT for item in items)


EVENT: Final = msgspec.json.Decoder(EventName)
PAYLOAD: Final = msgspec.json.Decoder(Payload, strict=False)
ISSUE: Final = msgspec.json.Decoder(KnownIssue)


def event_of(body: bytes) -> str:
    """What a body tells of; '' where it is no webhook of Jira's."""
    try:
        return EVENT.decode(body).webhook_event or ""
    except (msgspec.DecodeError, RecursionError):
        return ""


def payload_of(body: bytes) -> Payload:
    """A body. Raises ``msgspec.DecodeError`` or another ``ValueError`` only; what is not read is not built."""
    try:
        return PAYLOAD.decode(body)
    except RecursionError as error:
        raise ValueError("the body is nested too deeply") from error


def issue_of(payload: Payload) -> KnownIssue | None:
    """The issue that a body shows, ``None`` if it shows none."""
    raw = bytes(payload.issue)
    return None if raw in (b"", b"null") else ISSUE.decode(raw)
