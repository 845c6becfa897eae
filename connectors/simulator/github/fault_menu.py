"""What can go wrong with GitHub, by name, for people who choose it on a page or over HTTP."""

from __future__ import annotations

from typing import Final

from connectors.simulator.choices import CONNECTION, GATEWAY, Choice, find
from connectors.simulator.github import failures

MENU: Final = (
    *GATEWAY,
    Choice("too-many-requests", "429 with Retry-After", lambda seconds, _: failures.too_many_requests(seconds)),
    Choice(
        "secondary-limit",
        "403, secondary rate limit, with Retry-After",
        lambda seconds, _: failures.secondary_limit(seconds),
    ),
    Choice(
        "primary-limit",
        "403, nothing left of the hourly limit for so long",
        lambda seconds, now: failures.primary_limit(int(now + seconds)),
    ),
    Choice(
        "graphql-limit",
        "200 with RATE_LIMITED, as GraphQL says it",
        lambda seconds, now: failures.graphql_limit(int(now + seconds)),
    ),
    *CONNECTION,
)


def chosen(name: str) -> Choice | None:
    """The choice of that name."""
    return find(MENU, name)
