"""What Cloud and Data Center do differently: the API's version, how texts look, and how many issues are read at once.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/ , https://developer.atlassian.com/server/jira/platform/rest/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import msgspec

from connectors.contract import Markup
from connectors.jira.answers import Bulk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.jira.transport import Transport

A_REQUEST: Final = 100
"""Issues: what Cloud takes in any case."""


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

    async def issues(self, reads: Transport, places: Sequence[str], fields: Sequence[str]) -> Bulk:
        """Those of up to 100 issues that there are and that we may see, by key or number, in any order."""

    def body(self, text: str) -> object:
        """A comment's body as the API takes it."""


class Cloud:
    """Jira Cloud: documents as texts, and a request for many issues."""

    api = "/rest/api/3"
    markup = Markup.ADF
    account = "accountId"
    checks = True
    knows_all = True

    async def issues(self, reads: Transport, places: Sequence[str], fields: Sequence[str]) -> Bulk:
        """One request; what is missing or forbidden is silently absent."""
        question = {"issueIdsOrKeys": list(places), "fields": list(fields)}
        return await reads.post(f"{self.api}/issue/bulkfetch", Bulk, question)

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

    async def issues(self, reads: Transport, places: Sequence[str], fields: Sequence[str]) -> Bulk:
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

    def body(self, text: str) -> object:
        """The text itself."""
        return text
