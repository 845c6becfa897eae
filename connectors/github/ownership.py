"""Looks for what tells whose a repository is: an organisation's teams, and CODEOWNERS. Only reads.

https://docs.github.com/en/rest/teams/teams ,
https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners
"""

from __future__ import annotations

import asyncio
import time
from base64 import b64decode
from binascii import Error
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote

import msgspec

from connectors.contract import Denied
from connectors.github.inspection_answers import Owner, Repository
from connectors.github.pygithub_errors import told
from connectors.github.transport import TIMEOUTS, Transport, decoded

if TYPE_CHECKING:
    from connectors.github.credentials import Credentials

A_PAGE: Final = 100
MOST_PAGES: Final = 20
FILES: Final = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where one may be, the first that is there counts."""
Thing = TypeVar("Thing")


class Team(msgspec.Struct):
    """Some of an organisation's people."""

    slug: str
    name: str = ""


class TeamRepository(msgspec.Struct):
    """A repository, and what a team may do in it: read, triage, write, maintain or admin."""

    full_name: str
    role_name: str = ""


class File(msgspec.Struct):
    """A file of a repository."""

    content: str = ""
    encoding: str = ""

    @property
    def text(self) -> str:
        """What stands in it; '' for what is no text."""
        try:
            return b64decode(self.content).decode("utf-8", "replace") if self.encoding == "base64" else ""
        except Error:
            return ""


class GitHubOwnership:
    """One site, with connections of its own. Every question raises ``Unavailable``, ``Denied`` for a definite no."""

    def __init__(self, credentials: Credentials, api_url: str) -> None:
        self._credentials = credentials
        self._http = credentials.way.client(TIMEOUTS)
        self._reads = Transport(credentials, api_url, time.time, self._http)

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def owners(self) -> list[str]:
        """The organisations of a token's account, or the owners that let the App in."""
        if self._credentials.app_id is not None:
            return sorted(await asyncio.to_thread(self._installed))
        return sorted(one.login for one in await self._all("", "/user/orgs", Owner))

    async def repositories(self, owner: str) -> list[Repository]:
        """Those of an organisation that we see."""
        return await self._all(owner, f"/orgs/{_quoted(owner)}/repos", Repository)

    async def teams(self, owner: str) -> list[Team]:
        """Those of an organisation, the secret ones of which we see ours."""
        return await self._all(owner, f"/orgs/{_quoted(owner)}/teams", Team)

    async def places(self, owner: str, team: Team) -> list[TeamRepository]:
        """What a team may do where."""
        return await self._all(owner, f"/orgs/{_quoted(owner)}/teams/{_quoted(team.slug)}/repos", TeamRepository)

    async def members(self, owner: str, team: Team) -> list[str]:
        """The logins of a team's people."""
        found = await self._all(owner, f"/orgs/{_quoted(owner)}/teams/{_quoted(team.slug)}/members", Owner)
        return [one.login for one in found]

    async def code_owners(self, repository: str) -> str:
        """The text of a repository's CODEOWNERS, '' where there is none."""
        owner, _, name = repository.partition("/")
        for path in FILES:
            place = f"/repos/{_quoted(owner)}/{_quoted(name)}/contents/{_quoted(path)}"
            try:
                return decoded(await self._reads.get(owner, place), File).text
            except Denied as denied:
                if denied.status != HTTPStatus.NOT_FOUND:
                    raise
        return ""

    async def _all(self, owner: str, path: str, kind: type[Thing]) -> list[Thing]:
        found: list[Thing] = []
        for page in range(1, MOST_PAGES + 1):
            answer = await self._reads.get(owner, path, per_page=A_PAGE, page=page)
            found += decoded(answer, list[kind])  # type: ignore[valid-type]  # a list of what the caller says
            if "next" not in answer.links:
                break
        return found

    def _installed(self) -> list[str]:
        with told(time.time):
            return [owner for owner, active in self._credentials.installed().items() if active]


def _quoted(name: str) -> str:
    return quote(name, safe="")
