"""What Cloud and Data Center do differently: the API's version, how texts look, and how many issues are read at once.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/ , https://developer.atlassian.com/server/jira/platform/rest/
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final, Protocol

import httpx
import msgspec

from connectors.contract import Denied, Markup, Unavailable
from connectors.jira import number_search, window_search
from connectors.jira.answers import Bulk, ListedProject, Projects
from connectors.jira.bookmarks import AmongNumbers, InWindow
from connectors.jira.sparing_reads import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.jira.bookmarks import Cursor
    from connectors.jira.steps import Search, Step
    from connectors.jira.transport import Reads

A_REQUEST: Final = 100
"""Issues: what Cloud takes in any case."""
A_LIST: Final = 100
"""Projects: the most that Cloud lists at once."""
SMALLEST: Final = 100
"""Issues of a page, where a server needs too long for larger ones."""


class Flavor(Protocol):
    """One kind of Jira."""

    api: str
    markup: Markup
    account: str
    """The parameter that names somebody."""
    checks: bool
    """Whether it can be asked for anybody's permissions exactly."""
    knows_all: bool
    """Whether an issue that is not in the answer for its number is not there."""
    limits: Limits
    """What everybody may ask, whatever the answers say."""

    async def issues(self, reads: Reads, places: Sequence[str], fields: Sequence[str]) -> Bulk:
        """Those of up to 100 issues that there are and that we may see, by key or number, in any order."""

    async def projects(self, reads: Reads) -> list[ListedProject]:
        """Those that our account may browse, but for archived ones."""

    async def archived(self, reads: Reads) -> list[ListedProject]:
        """Those that are archived, as far as our account sees them."""

    async def step(self, reads: Reads, search: Search, cursor: Cursor | None) -> Step:
        """One request of a search, from its beginning without a cursor. Raises ``Unavailable``."""

    def body(self, text: str) -> object:
        """A comment's body as the API takes it."""


class Cloud:
    """Jira Cloud: documents as texts, and a request for many issues."""

    api = "/rest/api/3"
    markup = Markup.ADF
    account = "accountId"
    checks = True
    knows_all = True
    limits = Limits(requests_a_second=100)

    async def issues(self, reads: Reads, places: Sequence[str], fields: Sequence[str]) -> Bulk:
        """One request; what is missing or forbidden is silently absent."""
        question = {"issueIdsOrKeys": list(places), "fields": list(fields)}
        return await reads.post(f"{self.api}/issue/bulkfetch", Bulk, question)

    async def projects(self, reads: Reads) -> list[ListedProject]:
        """Page by page. Who administers Jira would see others, too, without a permission to read them."""
        return await self._listed(reads, action="browse")

    async def archived(self, reads: Reads) -> list[ListedProject]:
        """Page by page."""
        return await self._listed(reads, status="archived")

    async def step(self, reads: Reads, search: Search, cursor: Cursor | None) -> Step:
        """By numbers of issues."""
        known = cursor if isinstance(cursor, AmongNumbers) else AmongNumbers()
        return await number_search.step(reads, self, search, known)

    async def _listed(self, reads: Reads, **wanted: str) -> list[ListedProject]:
        found: list[ListedProject] = []
        path = f"{self.api}/project/search"
        while True:
            try:
                page = await reads.get(path, Projects, startAt=len(found), maxResults=A_LIST, **wanted)
            except Denied as denied:
                if denied.status == HTTPStatus.NOT_FOUND:  # no project is like that
                    return found
                raise
            found += page.values
            if page.is_last or not page.values or (page.total is not None and len(found) >= page.total):
                return found

    def body(self, text: str) -> object:
        """The document."""
        return msgspec.Raw(text.encode())


class DataCenter:
    """Jira Data Center: wiki markup, and the search, which skips what it does not know if it may.

    It searches an index, which the nodes of a cluster learn of a new issue a little later:
    https://confluence.atlassian.com/display/JIRAKB/Index+Replication+Jira+Data+Center+Troubleshooting .
    """

    api = "/rest/api/2"
    markup = Markup.WIKI
    account = "username"
    checks = False
    knows_all = False
    limits = Limits()

    def __init__(self) -> None:
        self._page = window_search.A_PAGE

    async def issues(self, reads: Reads, places: Sequence[str], fields: Sequence[str]) -> Bulk:
        """As many requests as the server's own page size takes, mostly one."""
        quoted = ", ".join(place if place.isdecimal() else f'"{place}"' for place in places)
        question = {
            "jql": f"issue in ({quoted})",
            "fields": list(fields),
            "maxResults": A_REQUEST,
            "validateQuery": False,  # else one unknown key fails the rest: https://github.com/atlassian-api/atlassian-python-api/pull/752
        }
        found: list[msgspec.Raw] = []
        while True:
            page = await reads.post(f"{self.api}/search", Bulk, question | {"startAt": len(found)})
            found += page.issues
            if not page.issues or len(found) >= page.total:
                return Bulk(found)

    async def projects(self, reads: Reads) -> list[ListedProject]:
        """All at once."""
        return await reads.get(f"{self.api}/project", list[ListedProject])

    async def archived(self, reads: Reads) -> list[ListedProject]:
        """All at once: https://docs.atlassian.com/software/jira/docs/api/REST/9.12.0/#api/2/project-getAllProjects ."""
        everything = await reads.get(f"{self.api}/project", list[ListedProject], includeArchived="true")
        return [one for one in everything if one.archived]

    async def step(self, reads: Reads, search: Search, cursor: Cursor | None) -> Step:
        """By places in the search; a server that needs too long for a page gets to make smaller ones from then on."""
        known = cursor if isinstance(cursor, InWindow) else InWindow()
        try:
            return await window_search.step(reads, self.api, search, known, self._page)
        except Unavailable as unavailable:
            if isinstance(unavailable.__cause__, httpx.TimeoutException):
                self._page = max(SMALLEST, self._page // 2)
            raise

    def body(self, text: str) -> object:
        """The text itself."""
        return text
