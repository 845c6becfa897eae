"""Recognises what people save of Jira and reads it: issues as its API prints them, webhook bodies, rows of an export.

A webhook's body is saved without its headers, but names its event itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from connectors.contract import Delivery
from connectors.jira.csv_rows import facts_of
from connectors.jira.payload_documents import ABSENT
from connectors.jira.payloads import JiraConnector
from rules.model import Facts, Issue, State

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.contract import Heard
    from connectors.jira.issues import JiraIssues

TRACKER = "jira"
LINKS: Final = "issuelink_"
BY_NUMBER: Final = (
    "it names two issues by their numbers only, and they may have changed since: save the issues themselves, which "
    "list their links"
)


class _Place(msgspec.Struct):
    self: str | None = None


class _Sign(msgspec.Struct, rename={"event": "webhookEvent"}):
    """What tells the kinds of documents apart: ``key`` and ``fields``, a webhook's event, the ``cells`` of a row."""

    key: str | None = None
    fields: msgspec.Raw = ABSENT
    self: str | None = None
    event: str | None = None
    issue: _Place | None = None
    cells: msgspec.Raw = ABSENT
    comment: _Place | None = None
    user: _Place | None = None

    @property
    def is_issue(self) -> bool:
        """Whether it is one issue, as the API prints it."""
        return self.key is not None and bool(bytes(self.fields))

    @property
    def is_row(self) -> bool:
        """Whether it is a row of an export."""
        return bool(bytes(self.cells))

    @property
    def address(self) -> str:
        """An address on the document's site, '' where it has none."""
        places = (self.issue, self.comment, self.user)
        told = (self.self, *(place.self for place in places if place is not None))
        return next(filter(None, told), "")


SIGN: Final = msgspec.json.Decoder(_Sign)


def host_of(raw: bytes) -> str | None:
    """The host (and context path) of the site that a document comes from, '' if it does not tell.

    ``None`` if nothing of Jira is in it.
    """
    try:
        sign = SIGN.decode(raw)
        parts = urlsplit(sign.address.partition("/rest/")[0])
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    if not (sign.is_issue or sign.is_row or sign.event):
        return None
    return f"{parts.netloc}{parts.path}".lower() if parts.netloc else ""


@dataclass(frozen=True, slots=True)
class SavedJira:
    """Reads the saved documents of one site."""

    issues: JiraIssues

    def facts(self, raw: bytes) -> tuple[Facts, ...]:
        """What one document says of its issue; a webhook's body may show too little of it to say anything.

        Raises ``ValueError`` (msgspec's included) for anything else, and ``RecursionError`` for deep nesting.
        """
        try:
            return (self.issues.facts(raw),)
        except msgspec.ValidationError:  # what is no issue is looked at again, for most are
            sign = SIGN.decode(raw)
            if sign.is_issue:
                raise
        if sign.is_row:
            return (facts_of(raw, self.issues),)
        event = sign.event or ""
        if event.startswith(LINKS):
            raise ValueError(f"{event}: {BY_NUMBER}")
        delivery = Delivery(self.issues.dialect.name, "saved", event, raw)
        return tuple(_told(JiraConnector(self.issues).normalize(delivery)))


def _told(heard: Heard) -> Iterator[Facts]:
    """The issue that a webhook shows; of one that was deleted nothing is left but that it is gone."""
    yield from heard.facts
    for touched in heard.touched:
        if touched.ref in heard.deleted:
            gone = Issue(
                ref=touched.ref, vendor_id=touched.vendor_id, title="", url="", state=State.GONE, moved=heard.at
            )
            yield Facts(issue=gone)
