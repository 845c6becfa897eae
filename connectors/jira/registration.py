"""Makes an admin webhook, which only administrators of Jira may. It is asked for once, and never sent again.

https://developer.atlassian.com/cloud/jira/platform/webhooks/#registering-a-webhook-using-the-rest-api--for-other-integrations-
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from connectors.jira.inspection import WEBHOOKS
from connectors.jira.transport import TIMEOUTS, Transport
from connectors.jira.wanted import EVENTS, NAME

if TYPE_CHECKING:
    from connectors.jira.credentials import JiraCredentials

FILTERED: Final = "issue-related-events-section"


@dataclass(frozen=True, slots=True)
class WantedWebhook:
    """What the webhook is to be. ``jql`` is '' for the issues of all projects."""

    url: str
    secret: str = field(repr=False)
    jql: str = ""

    @property
    def body(self) -> dict[str, Any]:
        """As the API takes it. What has no filter is told of everything."""
        filters = {FILTERED: self.jql} if self.jql else {}
        told = {"name": NAME, "url": self.url, "events": list(EVENTS), "excludeBody": False, "enabled": True}
        return told | {"filters": filters, "secret": self.secret}


async def register(credentials: JiraCredentials, url: str, wanted: WantedWebhook) -> None:
    """Makes it. Raises ``Unavailable``, and ``Denied`` for whoever does not administer Jira.

    Data Centers from version 10 on have nothing at this address (404): they make webhooks at another one, and nobody
    has told how a secret is written there.
    """
    async with credentials.way.client(TIMEOUTS) as http:
        await Transport(credentials, url, http).post(WEBHOOKS[0], msgspec.Raw, wanted.body)
