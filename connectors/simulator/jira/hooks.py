"""Webhooks of the made-up Jira: who is told of what, as signed requests, and which are tried again.

https://developer.atlassian.com/cloud/jira/platform/webhooks/ (retry policy, secure admin webhooks)
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from connectors.simulator.deliveries import SentDelivery
from connectors.simulator.jira.payloads import payload_of

if TYPE_CHECKING:
    from connectors.simulator.deliveries import Sender
    from connectors.simulator.jira.documents import Printer
    from connectors.simulator.jira.happenings import Happening

RETRIED: Final = frozenset({408, 409, 425, 429})
SERVER_ERROR: Final = 500
RETRIES: Final = 5
IDENTIFIER, FLOW = "X-Atlassian-Webhook-Identifier", "X-Atlassian-Webhook-Flow"
RETRY: Final = "X-Atlassian-Webhook-Retry"
"""Counts from 1 on, and is missing before: https://community.developer.atlassian.com/t/30554 ."""


EVENTS: Final = (
    "comment_created",
    "comment_deleted",
    "comment_updated",
    "issuelink_created",
    "issuelink_deleted",
    "jira:issue_created",
    "jira:issue_deleted",
    "jira:issue_updated",
)
"""Those that happen here."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One receiver. Empty ``projects`` and ``events`` stand for all; links are of no project, and always told."""

    url: str
    secret: str = field(repr=False)
    projects: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    enabled: bool = True
    name: str = ""

    def hears(self, happening: Happening) -> bool:
        """Whether the receiver is told."""
        if not self.enabled or happening.event not in (self.events or {happening.event}):
            return False
        return happening.link is not None or happening.project in (self.projects or {happening.project})


class Hooks:
    """All receivers of one Jira; listens to its world."""

    def __init__(self, sender: Sender, printer: Printer) -> None:
        self._sender, self._printer = sender, replace(printer, version=2)
        self._hooks: list[Hook] = []

    def add(self, hook: Hook) -> None:
        """One more receiver."""
        self._hooks.append(hook)

    def all(self) -> tuple[Hook, ...]:
        """Those that there are."""
        return tuple(self._hooks)

    def told(self, happening: Happening) -> None:
        """Renders what happened as it is now, and queues it for each receiver."""
        body = json.dumps(payload_of(happening, self._printer)).encode()
        for hook in self._hooks:
            if hook.hears(happening):
                self._sender.put(self._delivery(happening, hook, body))

    def _delivery(self, happening: Happening, hook: Hook, body: bytes) -> SentDelivery:
        """Data Center has no headers of its own but the signature."""
        identity = str(uuid.uuid4())
        headers = {"Content-Type": "application/json; charset=UTF-8", "User-Agent": "Atlassian Webhook HTTP Client"}
        if self._printer.cloud:
            headers |= {IDENTIFIER: identity, FLOW: "Secondary" if happening.follows else "Primary"}
        if hook.secret:
            headers["X-Hub-Signature"] = signature(body, hook.secret)
        return SentDelivery(identity, happening.event, happening.kind, hook.url, headers, body)


def signature(body: bytes, secret: str) -> str:
    """What proves that who sent a body knows the secret."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


def again(delivery: SentDelivery) -> SentDelivery | None:
    """The same delivery for another try, where Cloud makes one after its last answer; the identifier is the same."""
    last, tried = delivery.answers[-1], int(delivery.headers.get(RETRY, "0"))
    failed = isinstance(last, str) or last in RETRIED or last >= SERVER_ERROR
    if not failed or IDENTIFIER not in delivery.headers or tried >= RETRIES:
        return None
    delivery.headers = {**delivery.headers, RETRY: str(tried + 1)}
    return delivery
