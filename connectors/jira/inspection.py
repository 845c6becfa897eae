"""Looks at our way in to a Jira: what it may do, what the site calls things, what webhooks it has. Only reads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from connectors.clocks import Clock
from connectors.contract import Denied
from connectors.jira.answers import ListedProject
from connectors.jira.inspection_answers import (
    AdminWebhook,
    Field,
    LinkTypes,
    Myself,
    Permissions,
    PersonalToken,
    ServerInfo,
)
from connectors.jira.transport import TIMEOUTS, Transport

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.jira.buckets import Bucket
    from connectors.jira.credentials import JiraCredentials
    from connectors.jira.documents import LinkType
    from connectors.jira.flavors import Flavor

NEEDED: Final = ("BROWSE_PROJECTS",)
"""What reading takes in a project."""
NEEDED_TO_SPEAK: Final = ("ADD_COMMENTS", "EDIT_OWN_COMMENTS", "DELETE_OWN_COMMENTS")
NEEDED_TO_ASK: Final = "ADMINISTER_PROJECTS"
"""What it takes to be told who may edit an issue, so that commands in comments count."""
WEBHOOKS: Final = ("/rest/webhooks/1.0/webhook", "/rest/jira-webhook/1.0/webhooks")
"""Where admin webhooks are listed: Data Center has moved them."""
NOT_FOUND: Final = 404


class JiraInspection:
    """One site, with connections of its own. ``now`` is in seconds since 1970. Every question raises ``Unavailable``.

    ``clock`` compares it with the site's, once anything was asked.
    """

    def __init__(
        self, credentials: JiraCredentials, flavor: Flavor, url: str, now: Callable[[], float] = time.time
    ) -> None:
        self.flavor, self.clock = flavor, Clock(now)
        self._http = credentials.way.client(TIMEOUTS)
        self._http.event_hooks = {"response": [self.clock.note]}
        self._reads = Transport(credentials, url, self._http, now)

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    @property
    def bucket(self) -> Bucket | None:
        """What the last answer told of the limits."""
        return self._reads.bucket

    async def account(self) -> Myself:
        """Whose token it is."""
        return await self._reads.get(f"{self.flavor.api}/myself", Myself)

    async def hello(self) -> None:
        """The cheapest question, to see whether and when Jira answers."""
        await self.server()

    async def server(self) -> ServerInfo:
        """What kind of Jira it is."""
        return await self._reads.get(f"{self.flavor.api}/serverInfo", ServerInfo)

    async def projects(self) -> list[ListedProject]:
        """Those that we may browse."""
        return await self.flavor.projects(self._reads)

    async def project(self, key: str) -> ListedProject:
        """One of them. Raises ``Denied`` where there is none, or we may not see it."""
        return await self._reads.get(f"{self.flavor.api}/project/{key}", ListedProject)

    async def lacks(self, project: str) -> set[str]:
        """Which of the permissions that matter we do not have in a project."""
        wanted = (*NEEDED, *NEEDED_TO_SPEAK, NEEDED_TO_ASK)
        path = f"{self.flavor.api}/mypermissions"
        told = await self._reads.get(path, Permissions, projectKey=project, permissions=",".join(wanted))
        return {one for one in wanted if one not in told.permissions or not told.permissions[one].have_permission}

    async def fields(self) -> list[Field]:
        """All fields of the site."""
        return await self._reads.get(f"{self.flavor.api}/field", list[Field])

    async def link_types(self) -> list[LinkType]:
        """All link types of the site."""
        return (await self._reads.get(f"{self.flavor.api}/issueLinkType", LinkTypes)).issue_link_types

    async def webhooks(self) -> list[AdminWebhook]:
        """The admin webhooks. Raises ``Denied`` for whoever does not administer Jira."""
        try:
            return await self._reads.get(WEBHOOKS[0], list[AdminWebhook])
        except Denied as denied:
            if denied.status != NOT_FOUND:
                raise
        return await self._reads.get(WEBHOOKS[1], list[AdminWebhook])

    async def tokens(self) -> list[PersonalToken]:
        """The personal access tokens of our account: of a Data Center alone."""
        return await self._reads.get("/rest/pat/latest/tokens", list[PersonalToken])
