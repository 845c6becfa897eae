"""A webhook's body: only the fields that Detour reads, typed.

https://docs.github.com/en/webhooks/webhook-events-and-payloads
"""

from __future__ import annotations

import urllib.parse
from typing import Final

import msgspec

from connectors.github.documents import Account, Document, Label

FORM: Final = b"payload="


class Repository(msgspec.Struct):
    """Where something happened: ``acme/web``."""

    full_name: str | None = None


class Comment(msgspec.Struct):
    """Only which one it is and when it changed: whose words count is asked when they are read."""

    id: int | None = None
    user: Account | None = None
    updated_at: str | None = None


class CheckRun(msgspec.Struct):
    """A check of ours."""

    id: int


class CheckSuite(msgspec.Struct):
    """All checks of ours on one commit."""

    head_sha: str


class Changes(msgspec.Struct):
    """What an issue was before (``opened`` by a transfer) or is now (``transferred``)."""

    new_issue: Document | None = None
    new_repository: Repository | None = None
    old_issue: Document | None = None
    old_repository: Repository | None = None


class Payload(msgspec.Struct):
    """The body of any event that is read; each event has some of the fields."""

    action: str | None = None
    sender: Account | None = None
    repository: Repository | None = None
    issue: Document | None = None
    comment: Comment | None = None
    label: Label | None = None
    changes: Changes | None = None
    pull_request: Document | None = None
    blocked_issue: Document | None = None
    blocked_issue_repo: Repository | None = None
    blocking_issue: Document | None = None
    blocking_issue_repo: Repository | None = None
    parent_issue: Document | None = None
    parent_issue_repo: Repository | None = None
    sub_issue: Document | None = None
    sub_issue_repo: Repository | None = None
    check_run: CheckRun | None = None
    check_suite: CheckSuite | None = None


PAYLOAD: Final = msgspec.json.Decoder(Payload)


def payload_of(body: bytes) -> Payload:
    """The body of a webhook of either content type. Raises ``msgspec.DecodeError`` or another ``ValueError`` only.

    What is not read is skipped without being built, so that time and memory are a small multiple of the body's size,
    whatever is in it. The decoder stops at its depth limit with ``RecursionError``, which becomes ``ValueError`` here.
    """
    # https://docs.github.com/en/webhooks/using-webhooks/creating-webhooks : application/x-www-form-urlencoded
    json = urllib.parse.unquote_to_bytes(body[len(FORM) :].replace(b"+", b" ")) if body.startswith(FORM) else body
    try:
        return PAYLOAD.decode(json)
    except RecursionError as error:
        raise ValueError("the body is nested too deeply") from error
