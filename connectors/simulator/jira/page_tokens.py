"""Tokens that lead to the next page of Cloud's search: behind the last issue of the one before, for seven days.

A token belongs to its query. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Self

import msgspec

from connectors.simulator.jira.access import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from connectors.simulator.jira.jql import Query
    from connectors.simulator.jira.model import Issue

LIVES: Final = timedelta(days=7)


class PageToken(msgspec.Struct, frozen=True):
    """What is in a token: of which query, when it was given, and what the last issue is sorted by."""

    query: str
    given: float
    values: list[Any]

    @classmethod
    def after(cls, last: Issue, query: Query, jql: str, now: datetime) -> Self:
        """The token that leads behind an issue."""
        return cls(_digest(jql), now.timestamp(), query.order.values(last))

    @classmethod
    def read(cls, text: str, jql: str, now: datetime) -> Self:
        """Raises 400 for one that ran out, that is of another query, or that is none."""
        try:
            found = msgspec.json.decode(urlsafe_b64decode(text.encode()), type=cls)
        except (msgspec.DecodeError, ValueError):
            raise Refused(400, "The next page token is invalid or expired.") from None
        if found.query != _digest(jql) or now - datetime.fromtimestamp(found.given, UTC) > LIVES:
            raise Refused(400, "The next page token is invalid or expired.")
        return found

    @property
    def text(self) -> str:
        """As it is sent."""
        return urlsafe_b64encode(msgspec.json.encode(self)).decode()

    def behind(self, found: Iterable[Issue], query: Query) -> list[Issue]:
        """The issues that come later in the order."""
        here = query.order.standing(self.values)
        return [one for one in found if query.order.standing(query.order.values(one)) > here]


def _digest(jql: str) -> str:
    return sha256(jql.encode()).hexdigest()[:16]
