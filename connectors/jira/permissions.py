"""Who may edit an issue, and so state things in its comments.

Two questions lead there. ``permissions/check`` is exact, exists on Cloud only, and is for those who administer all of
Jira. ``user/permission/search`` is for those who administer the project; on a Cloud site with more than 1,000 people it
may pass somebody over, who then states nothing.
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-permissions/ ,
https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-user-search/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.contract import Denied
from connectors.jira.answers import Grants, Placed
from connectors.jira.documents import Account
from connectors.jira.places import account_of

if TYPE_CHECKING:
    from connectors.jira.flavors import Flavor
    from connectors.jira.transport import Reads

EDIT: Final = "EDIT_ISSUES"
PEOPLE: Final = 1000
FORBIDDEN: Final = 403


class Permissions:
    """What is asked of one site."""

    def __init__(self, reads: Reads, flavor: Flavor) -> None:
        self._reads, self._flavor = reads, flavor
        self._checks = flavor.checks

    async def may_edit(self, place: str, account: str) -> bool:
        """Whether somebody (``jira:ID``) may edit the issue at a key or number.

        Raises ``Denied`` where our account may ask neither question.
        """
        name = account_of(account)
        if not name:
            return False
        if self._checks:
            try:
                return await self._checked(place, name)
            except Denied as denied:
                self._checks = denied.status != FORBIDDEN
        return await self._found(place, account, name)

    async def _checked(self, place: str, name: str) -> bool:
        number = int(place) if place.isdecimal() else await self._number(place)
        wanted = {"accountId": name, "projectPermissions": [{"permissions": [EDIT], "issues": [number]}]}
        granted = await self._reads.post(f"{self._flavor.api}/permissions/check", Grants, wanted)
        return any(grant.permission == EDIT and number in grant.issues for grant in granted.project_permissions)

    async def _number(self, place: str) -> int:
        found = await self._reads.get(f"{self._flavor.api}/issue/{place}", Placed, fields="project")
        return int(found.id)

    async def _found(self, place: str, account: str, name: str) -> bool:
        """Data Center looks names up by how they begin."""
        wanted: dict[str, str | int] = {"issueKey": place, "permissions": EDIT, self._flavor.account: name}
        path = f"{self._flavor.api}/user/permission/search"
        found = await self._reads.get(path, list[Account], maxResults=PEOPLE, **wanted)
        return any(account in one.names for one in found)
