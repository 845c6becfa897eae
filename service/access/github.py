"""Signing in with GitHub: its organizations and teams become groups.

https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from service.access.people import GITHUB
from service.access.providers import UnknownPersonError, application, text_of
from service.settings.grants import grant
from service.store.access_sessions import Person

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

    from service.settings.access import GitHubSignIn

A_PAGE: Final = 100
MOST_PAGES: Final = 20


@dataclass(frozen=True)
class GitHub:
    """One GitHub, as it is configured."""

    table: GitHubSignIn

    @cached_property
    def _app(self) -> Any:  # noqa: ANN401  # Authlib has no types
        table = self.table
        return application(
            GITHUB,
            table.url,
            client_id=table.client_id,
            client_secret=table.client_secret.get_secret_value(),
            authorize_url=f"{table.url}/login/oauth/authorize",
            access_token_url=f"{table.url}/login/oauth/access_token",
            # A token of a GitHub App may what the App may, and ignores the scope.
            client_kwargs={"scope": "read:org", "token_endpoint_auth_method": "client_secret_post"},
        )

    async def begin(self, request: Request, back: str) -> Response:
        """Leads somebody to GitHub, with state and PKCE."""
        answer: Response = await self._app.authorize_redirect(request, back)
        return answer

    async def person(self, request: Request) -> Person:
        """Who came back, with their organizations and teams. The token is forgotten: nothing else is asked with it."""
        return await self._person(await self._app.authorize_access_token(request))

    async def way_out(self) -> str:
        """There is none: people sign out of GitHub at GitHub."""
        return ""

    async def _person(self, token: dict[str, Any]) -> Person:
        [account] = [one async for one in self._asked("/user", token)]
        login = text_of(account.get("login"))
        if not login:
            raise UnknownPersonError("GitHub told of nobody")
        groups = {grant("person", f"github:@{login}")}
        async for one in self._asked("/user/orgs", token):
            groups.add(grant("group", f"github:{text_of(one['login'])}"))
        async for one in self._asked("/user/teams", token):
            groups.add(grant("group", f"github:{text_of(one['organization']['login'])}/{text_of(one['slug'])}"))
        identity = f"github:@{login.casefold()}"
        return Person(GITHUB, identity, text_of(account.get("name")) or login, frozenset(groups))

    async def _asked(self, path: str, token: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """A document, or those of a list, page by page."""
        for page in range(1, MOST_PAGES + 1):
            params = {} if path == "/user" else {"per_page": A_PAGE, "page": page}
            headers = {"accept": "application/vnd.github+json"}
            answer = await self._app.get(f"{self.table.api_url}{path}", token=token, params=params, headers=headers)
            answer.raise_for_status()
            found = answer.json()
            for one in found if isinstance(found, list) else [found]:
                if not isinstance(one, dict):
                    raise UnknownPersonError("GitHub told of something else than it was asked for")
                yield one
            if not isinstance(found, list) or "next" not in answer.links:
                return
