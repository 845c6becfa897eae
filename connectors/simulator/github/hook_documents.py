"""Webhooks and what they sent, as GitHub's REST API prints them. Pure.

https://docs.github.com/en/rest/orgs/webhooks
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.place_documents import moment

if TYPE_CHECKING:
    from connectors.simulator.github.addresses import Addresses
    from connectors.simulator.github.hook_log import Attempt
    from connectors.simulator.github.hooks import Hook
    from connectors.simulator.github.model import Account
    from connectors.simulator.github.place_documents import Json

OK: Final = 200
MADE: Final = "2026-01-01T00:00:00Z"


def hook(number: int, one: Hook, owner: Account, at: Addresses) -> Json:
    """A webhook of an organisation."""
    url = f"{at.account(owner)}/hooks/{number}"
    return {
        "type": "Organization",
        "id": number,
        "name": "web",
        "active": one.active,
        "events": sorted(one.events) or ["*"],
        "config": config(one),
        "url": url,
        "ping_url": f"{url}/pings",
        "deliveries_url": f"{url}/deliveries",
        "created_at": MADE,
        "updated_at": MADE,
    }


def config(one: Hook) -> Json:
    """Where a webhook sends. Nobody is shown its secret."""
    told: Json = {"url": one.url, "content_type": one.content_type, "insecure_ssl": "0"}
    return told | ({"secret": "********"} if one.secret else {})


def attempt(one: Attempt) -> Json:
    """One attempt to deliver, without what was sent."""
    sent = json.loads(one.delivery.body)
    return {
        "id": one.id,
        "guid": one.delivery.id,
        "delivered_at": moment(one.at),
        "redelivery": one.again,
        "duration": 0.05,
        "status": _status(one.answer),
        "status_code": one.status_code,
        "event": one.delivery.event,
        "action": one.delivery.action or None,
        "installation_id": sent.get("installation", {}).get("id"),
        "repository_id": sent.get("repository", {}).get("id"),
        "throttled_at": None,
    }


def _status(answer: int | str) -> str:
    if answer == OK:
        return "OK"
    if isinstance(answer, int):
        return f"Invalid HTTP Response: {answer}"
    return "timed out" if "Timeout" in answer else "failed to connect to host"
