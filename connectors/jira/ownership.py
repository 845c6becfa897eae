"""Looks for what tells whose a project's issues are: its components, and the team that its issues name. Only reads."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.jira.answers import Bulk
from connectors.jira.custom import NAMES_OF_A_VALUE
from connectors.jira.reach import KEY
from connectors.jira.transport import TIMEOUTS, Transport

if TYPE_CHECKING:
    from connectors.jira.credentials import JiraCredentials
    from connectors.jira.flavors import Flavor

ISSUES: Final = 100
"""Open issues of a project, those moved last, whose teams are counted."""
TEAM_TYPES: Final = (":rm-teams-custom-field-team", ":atlassian-team")
"""How the types of the field that names a team end, of different ages."""


class Component(msgspec.Struct):
    """A part of a project.

    https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-project-components/
    """

    name: str = ""


class Found(msgspec.Struct):
    """An issue of a search, with the field that was asked for."""

    fields: dict[str, msgspec.Raw] = {}


class JiraOwnership:
    """One site, with connections of its own. Every question raises ``Unavailable``, ``Denied`` for a definite no."""

    def __init__(self, credentials: JiraCredentials, flavor: Flavor, url: str) -> None:
        self._flavor = flavor
        self._http = credentials.way.client(TIMEOUTS)
        self._reads = Transport(credentials, url, self._http)

    async def close(self) -> None:
        """Closes the connections."""
        await self._http.aclose()

    async def components(self, project: str) -> list[str]:
        """The names of a project's components."""
        path = f"{self._flavor.api}/project/{project}/components"
        return [one.name for one in await self._reads.get(path, list[Component]) if one.name]

    async def teams(self, project: str, field: str) -> Counter[str]:
        """How many of the open issues of a project, as far as they are looked at, name which team."""
        if not KEY.fullmatch(project):
            return Counter()
        jql = f'project = "{project}" AND statusCategory != Done ORDER BY updated DESC'
        path = f"{self._flavor.api}/search{'/jql' if self._flavor.checks else ''}"
        question = {"jql": jql, "maxResults": ISSUES, "fields": [field]}
        found = await self._reads.post(path, Bulk, question)
        issues = (msgspec.json.decode(one, type=Found) for one in found.issues)
        names = (_name(one.fields.get(field)) for one in issues)
        return Counter(name for name in names if name.strip())


def _name(raw: msgspec.Raw | None) -> str:
    """The name of a team, however its field tells it; '' where it tells none: a number alone is no name for people."""
    value = None if raw is None else msgspec.json.decode(raw)
    if isinstance(value, dict):
        return next((str(value[one]) for one in NAMES_OF_A_VALUE[:3] if isinstance(value.get(one), str)), "")
    return value if isinstance(value, str) else ""
