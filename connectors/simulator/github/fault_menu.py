"""What can go wrong, by name, for people who choose it on a page or over HTTP."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from connectors.simulator.github import failures

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.simulator.faults import Fault


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the menu. ``make`` takes the seconds that were chosen, and the time here in seconds since 1970."""

    name: str
    told: str
    make: Callable[[float, float], Fault]

    def fault(self, seconds: float, now: float) -> Fault:
        """The fault, which knows its name."""
        return replace(self.make(seconds, now), name=self.name)


MENU: Final = (
    Choice(
        "bad-gateway-afterwards",
        "502, although everything was done",
        lambda *_: failures.bad_gateway_afterwards(),
    ),
    Choice("bad-gateway", "502, and nothing was done", lambda *_: failures.server_error()),
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
    Choice("slow", "answered so much later", lambda seconds, _: failures.slow(seconds)),
    Choice("dropped", "no answer, and nothing was done", lambda *_: failures.dropped()),
    Choice(
        "dropped-afterwards",
        "no answer, although everything was done",
        lambda *_: failures.dropped_afterwards(),
    ),
)


def chosen(name: str) -> Choice | None:
    """The choice of that name."""
    return next((one for one in MENU if one.name == name), None)
