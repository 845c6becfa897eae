"""What can go wrong with Jira, by name, for people who choose it on a page or over HTTP."""

from __future__ import annotations

from typing import Final

from connectors.simulator.choices import CONNECTION, GATEWAY, Choice, find
from connectors.simulator.jira import failures

MENU: Final = (
    *GATEWAY,
    Choice("too-many-requests", "429 with Retry-After", lambda seconds, _: failures.too_many_requests(seconds)),
    Choice("unauthorized", "401, as when a token ran out", lambda *_: failures.unauthorized()),
    *CONNECTION,
)


def chosen(name: str) -> Choice | None:
    """The choice of that name."""
    return find(MENU, name)
