"""Cloud's search: numbers of issues by the thousand, then the issues themselves by the hundred, as they are now.

Its index lags behind, and its pages tell no more than a hundred issues where they tell more than numbers; reading by
number is consistent. https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issue-search/
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from connectors.contract import Denied
from connectors.jira.answers import Count, FoundIssues
from connectors.jira.bookmarks import AmongNumbers
from connectors.jira.steps import Search, Step, dated

if TYPE_CHECKING:
    from collections.abc import Sequence

    import msgspec

    from connectors.jira.flavors import Flavor
    from connectors.jira.transport import Reads

A_PAGE: Final = 1000
"""Numbers, which a bookmark holds; Cloud gives 5,000 at most."""
A_READING: Final = 100
A_DAY: Final = 24 * 60
"""Minutes for which a query holds that leads over several pages."""


async def step(reads: Reads, flavor: Flavor, search: Search, cursor: AmongNumbers) -> Step:
    """Reads the next issues, or asks for numbers where there are none left. Raises ``Unavailable``."""
    if cursor.numbers:
        return await _read(reads, flavor, search, cursor)
    try:
        return await _ask(reads, flavor, search, cursor)
    except Denied as denied:
        if denied.status != HTTPStatus.BAD_REQUEST or not cursor.token:
            raise
    # A token lives for seven days. Created times do not change, so that what was read is told by them.
    beyond = cursor.reached if search.question.ascending else None
    return Step((), AmongNumbers(beyond=beyond, reached=cursor.reached, slack=cursor.slack), cursor.left)


async def _ask(reads: Reads, flavor: Flavor, search: Search, cursor: AmongNumbers) -> Step:
    asked = cursor.asked or search.now
    jql = search.question.jql(search.projects, asked, beyond=cursor.beyond, slack=cursor.slack)
    question = {"jql": jql, "fields": ["id"], "maxResults": A_PAGE}
    token = {"nextPageToken": cursor.token} if cursor.token else {}
    found = await reads.post(f"{flavor.api}/search/jql", FoundIssues, question | token)
    ahead = found.next_page_token or ""
    last = found.is_last is True or ahead in {"", cursor.token}
    if search.question.since is not None and not (last or token or cursor.slack):
        return Step((), replace(cursor, slack=A_DAY))
    numbers = [one.id for one in found.issues]
    left = len(numbers) if last else cursor.left
    if left is None:
        left = await _count(reads, flavor, jql)
    if last and not numbers:
        return Step(left=0)
    return Step((), replace(cursor, numbers=numbers, token=ahead, last=last, asked=asked, left=left), left)


async def _count(reads: Reads, flavor: Flavor, jql: str) -> int | None:
    """About how many there are; only to tell people."""
    try:
        return (await reads.post(f"{flavor.api}/search/approximate-count", Count, {"jql": jql})).count
    except Denied:
        return None


async def _read(reads: Reads, flavor: Flavor, search: Search, cursor: AmongNumbers) -> Step:
    now, later = cursor.numbers[:A_READING], cursor.numbers[A_READING:]
    found = await flavor.issues(reads, [str(number) for number in now], search.fields)
    places = {number: place for place, number in enumerate(now)}
    issues = sorted(found.issues, key=lambda raw: places.get(dated(raw).id or 0, len(now)))  # they come by number
    reached = _reached(issues, search, cursor)
    left = len(later) if cursor.last or cursor.left is None else max(len(later), cursor.left - len(now))
    if (cursor.last and not later) or _is_past(issues, search):
        return Step(issues, left=0)
    return Step(issues, replace(cursor, numbers=later, reached=reached, left=left), left)


def _reached(issues: Sequence[msgspec.Raw], search: Search, cursor: AmongNumbers) -> float | None:
    """The latest time by which the issues are sorted."""
    times = [cursor.reached, *(dated(raw).time(search.question.field) for raw in issues)]
    return max((time for time in times if time is not None), default=None)


def _is_past(issues: Sequence[msgspec.Raw], search: Search) -> bool:
    """Whether all are older than what is asked for: a query that holds for a while finds such."""
    times = [dated(raw).time(search.question.field) for raw in issues]
    return bool(times) and all(time is not None and search.question.is_past(time) for time in times)
