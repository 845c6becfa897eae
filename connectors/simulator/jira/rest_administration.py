"""What has addresses of its own beside the API: webhooks, for who administers Jira, and one's own access tokens.

https://developer.atlassian.com/cloud/jira/platform/webhooks/ ,
https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.simulator.answers import json_answer
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import moment
from connectors.simulator.jira.hooks import EVENTS, Hook

if TYPE_CHECKING:
    from connectors.simulator.jira.hooks import Hooks
    from connectors.simulator.jira.model import Account
    from connectors.simulator.jira.world import World
    from connectors.simulator.serving import Answer, Request

WEBHOOKS: Final = "/rest/webhooks/1.0/webhook"
MOVED: Final = "/rest/jira-webhook/1.0/webhooks"
TOKENS: Final = "/rest/pat/latest/tokens"
SECTION: Final = "issue-related-events-section"
OF_PROJECTS: Final = re.compile(r"project in \(([A-Z0-9_, ]+)\)")
"""The only filter that is understood here."""


class NewWebhook(msgspec.Struct, rename="camel"):
    """A webhook as it is asked for."""

    name: str
    url: str
    events: list[str]
    secret: str = ""
    enabled: bool = True
    filters: dict[str, str] = {}
    exclude_body: bool = False


def answer(world: World, account: Account, request: Request, hooks: Hooks) -> Answer | None:
    """To a request at one of these addresses; ``None`` at others. Raises ``Refused``."""
    if request.path == (MOVED if world.webhooks_moved else WEBHOOKS):
        if account.login not in world.administrators:
            raise Refused(403, "You do not have permission to see webhooks.")
        if request.method == "POST":
            if world.webhooks_moved:
                raise Refused(400, "What is made here is not understood by this made-up Jira.")
            hooks.add(_new(request.body))
            return json_answer(201, _webhook(len(hooks.all()), hooks.all()[-1]))
        listed = (_webhook(number, one) for number, one in enumerate(hooks.all(), 1))
        return json_answer(200, [_moved(one) for one in listed] if world.webhooks_moved else list(listed))
    if request.path == TOKENS and not world.cloud:
        return json_answer(200, [_token(account)])
    return None


def _new(body: bytes) -> Hook:
    try:
        asked = msgspec.json.decode(body, type=NewWebhook)
    except msgspec.DecodeError:
        raise Refused(400, "The webhook cannot be read.") from None
    filtered = OF_PROJECTS.fullmatch(asked.filters.get(SECTION, ""))
    if not asked.url.startswith(("http://", "https://")) or set(asked.events) - set(EVENTS):
        raise Refused(400, "The webhook has no URL, or events that there are none of.")
    projects = frozenset(one.strip() for one in filtered[1].split(",")) if filtered else frozenset()
    return Hook(asked.url, asked.secret, projects, frozenset(asked.events), asked.enabled, asked.name)


def _webhook(number: int, one: Hook) -> dict[str, object]:
    return {
        "name": one.name or f"Webhook {number}",
        "url": one.url,
        "events": sorted(one.events or EVENTS),
        "enabled": one.enabled,
        "excludeBody": False,
        "filters": {SECTION: f"project in ({','.join(sorted(one.projects))})"} if one.projects else {},
    }


def _moved(webhook: dict[str, object]) -> dict[str, object]:
    return {"active" if name == "enabled" else name: value for name, value in webhook.items()}


def _token(account: Account) -> dict[str, object]:
    """Never the token itself. One that does not expire has no such moment."""
    told = {"id": 1, "name": account.login, "createdAt": "2026-01-01T00:00:00.000+0000"}
    return told | ({"expiringAt": moment(account.token_expires)} if account.token_expires is not None else {})
