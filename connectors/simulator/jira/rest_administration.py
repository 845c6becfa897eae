"""What has addresses of its own beside the API: webhooks, for who administers Jira, and one's own access tokens.

https://developer.atlassian.com/cloud/jira/platform/webhooks/ ,
https://confluence.atlassian.com/enterprise/using-personal-access-tokens-1026032365.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator.answers import json_answer
from connectors.simulator.jira.access import Refused
from connectors.simulator.jira.documents import moment
from connectors.simulator.jira.hooks import EVENTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.simulator.jira.hooks import Hook
    from connectors.simulator.jira.model import Account
    from connectors.simulator.jira.world import World
    from connectors.simulator.serving import Answer

WEBHOOKS: Final = "/rest/webhooks/1.0/webhook"
TOKENS: Final = "/rest/pat/latest/tokens"


def answer(world: World, account: Account, path: str, hooks: Iterable[Hook]) -> Answer | None:
    """To a question at one of these addresses; ``None`` at others. Raises ``Refused``."""
    if path == WEBHOOKS:
        if account.login not in world.administrators:
            raise Refused(403, "You do not have permission to see webhooks.")
        return json_answer(200, [_webhook(number, one) for number, one in enumerate(hooks, 1)])
    if path == TOKENS and not world.cloud:
        return json_answer(200, [_token(account)])
    return None


def _webhook(number: int, one: Hook) -> dict[str, object]:
    return {
        "name": f"Webhook {number}",
        "url": one.url,
        "events": sorted(one.events or EVENTS),
        "enabled": one.enabled,
        "excludeBody": False,
        "filters": {"issue-related-events-section": f"project in ({','.join(sorted(one.projects))})"}
        if one.projects
        else {},
    }


def _token(account: Account) -> dict[str, object]:
    """Never the token itself. One that does not expire has no such moment."""
    told = {"id": 1, "name": account.login, "createdAt": "2026-01-01T00:00:00.000+0000"}
    return told | ({"expiringAt": moment(account.token_expires)} if account.token_expires is not None else {})
