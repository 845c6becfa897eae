"""What is left of the trackers' limits, which all who use the same account share."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from connectors.contract import Denied
from connectors.github.budgets import GRAPHQL, REST
from service.doctor.lines import Check, note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from connectors.github.inspection import GitHubInspection
    from connectors.github.inspection_answers import Limit
    from connectors.jira.inspection import JiraInspection
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import GitHubSite

LITTLE: Final = 0.1
"""Of an hour's limit: less is not enough for an audit."""
NAMES: Final = {GRAPHQL: "queries", REST: "REST requests"}
OTHERS: Final = "see which other program uses this account, or give Detour one of its own"


def checks(patient: Patient) -> Iterator[Check]:
    """One for each site with credentials."""
    for github, inspection in patient.github:
        yield Check("budgets", github.site().name, partial(_github, github, inspection))
    for jira, asked in patient.jira:
        yield Check("budgets", jira.site().name, partial(_jira, asked))


async def _github(site: GitHubSite, inspection: GitHubInspection) -> AsyncIterator[Line]:
    """An App has limits of its own for each owner."""
    owners = [""]
    if inspection.app_id is not None:
        here = [one.account.login for one in await inspection.installations() if one.suspended_at is None]
        owners = [one for one in here if not site.organizations or site.site().holds(one)]
    for owner in owners:
        try:
            limits = await inspection.limits(owner)
        except Denied:
            yield ok("this host limits nobody")
            return
        for name, words in NAMES.items():
            if name in limits:
                yield _left(limits[name], f"{words}{f' for {owner}' if owner else ''}")


def _left(limit: Limit, what: str) -> Line:
    until = f"{datetime.fromtimestamp(limit.reset, UTC):%H:%M} UTC"
    told = f"{limit.remaining:,} of {limit.limit:,} {what} are left until {until}"
    if limit.remaining <= 0:
        return wrong(told, f"wait until {until}; {OTHERS}")
    return note(told, OTHERS) if limit.remaining < LITTLE * limit.limit else ok(told)


async def _jira(inspection: JiraInspection) -> AsyncIterator[Line]:
    await inspection.account()
    bucket = inspection.bucket
    if bucket is None:
        yield ok("this Jira tells of no limit")
        return
    told = (
        f"{bucket.left:,} of {bucket.limit:,} requests are left, and {bucket.fill:,} come every {bucket.interval:g} s"
    )
    if bucket.limit and bucket.left >= LITTLE * bucket.limit:
        yield ok(told)
    elif bucket.fill:
        yield note(told, OTHERS)
    else:
        yield wrong(told, "an administrator exempts the account or allows it more: System > Rate limiting")
