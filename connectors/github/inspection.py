"""Looks at our way in to a GitHub: what it may do, what webhooks there are, what is left of the limits. Only reads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from connectors.clocks import Clock
from connectors.github.hook_answers import Attempt
from connectors.github.inspection_answers import (
    Account,
    App,
    Hook,
    HookConfig,
    Installation,
    Limit,
    Limits,
    Owner,
    Repository,
    expiration,
    scopes,
)
from connectors.github.redeliveries import OF_APP
from connectors.github.transport import TIMEOUTS, Transport, decoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.github.credentials import Credentials

A_PAGE: Final = 100


class GitHubInspection:
    """One site, with connections of its own. ``now`` is in seconds since 1970. Every question raises ``Unavailable``.

    ``clock`` compares it with GitHub's, once anything was asked.
    """

    def __init__(self, credentials: Credentials, api_url: str, now: Callable[[], float] = time.time) -> None:
        self.app_id = credentials.itself.app_id
        self.clock = Clock(now)
        self._http = credentials.way.client(TIMEOUTS)
        self._http.event_hooks = {"response": [self.clock.note]}
        self._reads = Transport(credentials, api_url, now, self._http)
        self._itself = self._reads.signed_by(credentials.itself)

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def hello(self) -> None:
        """The cheapest question, to see whether and when GitHub answers."""
        if self.app_id is None:
            await self.limits("")
        else:
            await self.app()

    async def account(self) -> Account:
        """Whose token it is: https://docs.github.com/en/rest/users/users#get-the-authenticated-user ."""
        answer = await self._reads.get("", "/user")
        found = decoded(answer, Owner)
        return Account(found.login, scopes(answer.headers), expiration(answer.headers))

    async def app(self) -> App:
        """The App whose key it is: https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app ."""
        return decoded(await self._itself.get("", "/app"), App)

    async def installations(self) -> list[Installation]:
        """Where the App is installed; the first hundred."""
        return decoded(await self._itself.get("", "/app/installations", per_page=A_PAGE), list[Installation])

    async def limits(self, owner: str) -> dict[str, Limit]:
        """What is left of the limits; asking costs nothing. An Enterprise host that has none answers 404."""
        return decoded(await self._reads.get(owner, "/rate_limit"), Limits).resources

    async def owner(self, name: str) -> Owner:
        """An organisation or a person. Raises ``Denied`` where there is none."""
        return decoded(await self._reads.get(name, f"/users/{_quoted(name)}"), Owner)

    async def repositories(self, owner: str) -> list[Repository]:
        """An organisation's repositories that we see; the first hundred."""
        path = f"/orgs/{_quoted(owner)}/repos"
        return decoded(await self._reads.get(owner, path, per_page=A_PAGE), list[Repository])

    async def hooks(self, owner: str) -> list[Hook]:
        """An organisation's webhooks, for its owners' tokens alone; or the App's one."""
        if self.app_id is None:
            return decoded(await self._reads.get(owner, f"/orgs/{_quoted(owner)}/hooks", per_page=A_PAGE), list[Hook])
        config = decoded(await self._itself.get("", f"{OF_APP}/config"), HookConfig)
        return [Hook(self.app_id, config=config)]

    async def attempts(self, owner: str, hook: Hook) -> list[Attempt]:
        """What a webhook sent last, the latest first: the last hundred of three days."""
        path = OF_APP if self.app_id is not None else f"/orgs/{_quoted(owner)}/hooks/{hook.id}"
        way = self._reads if self.app_id is None else self._itself
        return decoded(await way.get(owner, f"{path}/deliveries", per_page=A_PAGE), list[Attempt])


def _quoted(name: str) -> str:
    return quote(name, safe="")
