"""Webhooks of the made-up GitHub: who is told of what, as signed requests.

https://docs.github.com/en/webhooks/webhook-events-and-payloads#delivery-headers
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.simulator.deliveries import SentDelivery
from connectors.simulator.github.apps import Installation
from connectors.simulator.github.model import CheckRun
from connectors.simulator.github.payloads import payload_of

if TYPE_CHECKING:
    from connectors.simulator.deliveries import Sender
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.apps import App
    from connectors.simulator.github.happenings import Happening
    from connectors.simulator.github.hook_log import Attempt, HookLog
    from connectors.simulator.github.model import Account

FIRST_HOOK: Final = 400_000_001


@dataclass(frozen=True, slots=True)
class Hook:
    """One receiver. Empty ``owners`` or ``events`` stand for all. An App's hook hears of its installations only.

    That an App was installed or removed, or is to check again, is heard by its own hook, and by nobody else.
    """

    url: str
    secret: str = field(repr=False)
    owners: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    app: App | None = None
    active: bool = True
    content_type: str = "json"

    def hears(self, happening: Happening) -> bool:
        """Whether the receiver is told."""
        owner = happening.owner.login.lower()
        installation = happening.about.get("installation")
        check = happening.about.get("check_run")
        if isinstance(installation, Installation):
            installed = installation.app is self.app
        elif isinstance(check, CheckRun):
            installed = check.app is self.app
        else:
            installed = self.app is None or owner in self.app.installations
        owned, asked = owner in (self.owners or {owner}), happening.event in (self.events or {happening.event})
        return self.active and installed and owned and asked


class Hooks:
    """All receivers of one GitHub; listens to its world."""

    def __init__(self, sender: Sender, at: Addresses, log: HookLog) -> None:
        self._sender, self._at, self.log = sender, at, log
        self._hooks: list[Hook] = []

    def add(self, hook: Hook) -> None:
        """One more receiver."""
        self._hooks.append(hook)

    def of(self, owner: Account) -> list[tuple[int, Hook]]:
        """Those of an organisation, with their numbers."""
        login = owner.login.lower()
        numbered = enumerate(self._hooks, FIRST_HOOK)
        return [(number, one) for number, one in numbered if one.app is None and login in (one.owners or {login})]

    def hook_of(self, app: App) -> Hook | None:
        """An App's own webhook, if it has one."""
        return next((one for one in self._hooks if one.app is app), None)

    def of_app(self, app: App) -> list[Attempt]:
        """What an App's own webhook sent, the newest first."""
        sent = [self.log.of(number, app.id) for number, one in enumerate(self._hooks, FIRST_HOOK) if one.app is app]
        return sorted((one for some in sent for one in some), key=lambda one: one.id, reverse=True)

    def again(self, delivery: SentDelivery) -> None:
        """Sends one again, with the same id and the same bytes."""
        self._sender.again(delivery)

    def told(self, happening: Happening) -> None:
        """Renders what happened as it is now, and queues it for each receiver."""
        for number, hook in enumerate(self._hooks, FIRST_HOOK):
            if hook.hears(happening):
                self._sender.put(self._delivery(happening, hook, number))

    def _delivery(self, happening: Happening, hook: Hook, number: int) -> SentDelivery:
        installation = hook.app.installation(happening.owner) if hook.app is not None else None
        payload = payload_of(happening, self._at, installation.id if installation is not None else None)
        body, identity = json.dumps(payload).encode(), str(uuid.uuid4())
        kind, target = ("organization", happening.owner.id) if hook.app is None else ("integration", hook.app.id)
        headers = {
            "Accept": "*/*",
            "Content-Type": "application/json",
            "User-Agent": "GitHub-Hookshot/5ba1a9c",
            "X-GitHub-Delivery": identity,
            "X-GitHub-Event": happening.event,
            "X-GitHub-Hook-ID": str(number),
            "X-GitHub-Hook-Installation-Target-ID": str(target),
            "X-GitHub-Hook-Installation-Target-Type": kind,
            **signatures(hook.secret, body),
        }
        return SentDelivery(identity, happening.event, happening.action, hook.url, headers, body)


def signatures(secret: str, body: bytes) -> dict[str, str]:
    """Both signatures of a body: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries ."""
    if not secret:
        return {}
    old, new = (hmac.new(secret.encode(), body, kind).hexdigest() for kind in (hashlib.sha1, hashlib.sha256))
    return {"X-Hub-Signature": f"sha1={old}", "X-Hub-Signature-256": f"sha256={new}"}
