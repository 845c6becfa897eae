"""What is left of GitHub's limits, by what its answers tell: of the hour's points, and of those of a minute.

Queries and REST requests have budgets of their own, by the names that GitHub gives them in its headers.

https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api ,
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.contract import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MINUTE: Final = 60.0
GRAPHQL, REST = "graphql", "core"
A_MINUTE: Final = {GRAPHQL: 2_000, REST: 900}
"""Points that all requests of an account may cost in a minute: the secondary limits, which no header tells."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What was left of an hour's budget when an answer told it. ``reset`` is in seconds since 1970."""

    limit: int
    remaining: int
    reset: float


class Budgets:
    """The limits of one site, for each scope of its credentials. ``now`` is in seconds since 1970."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._hours: dict[tuple[str, str], Hour] = {}
        self._minutes: dict[tuple[str, str], deque[tuple[float, int]]] = defaultdict(deque)

    def note(self, scope: str, headers: Mapping[str, str]) -> None:
        """Remembers what an answer tells of the hour; an Enterprise host may tell nothing. Names are in lower case."""
        told = [headers.get(f"x-ratelimit-{name}", "") for name in ("limit", "remaining", "reset")]
        if all(text.isdecimal() for text in told):
            limit, remaining, reset = map(int, told)
            self._hours[scope, headers.get("x-ratelimit-resource", "")] = Hour(limit, remaining, float(reset))

    def spend(self, scope: str, resource: str, points: int) -> None:
        """Remembers what a request cost."""
        self._minutes[scope, resource].append((self._now(), points))

    def check(self, scope: str, resource: str, share: float) -> None:
        """Raises ``Unavailable``, until when, where another request would take more than a share of the limits."""
        now = self._now()
        hour = self._hours.get((scope, resource))
        if hour is not None and hour.reset > now and hour.remaining < max(1, (1 - share) * hour.limit):
            reason = f"{hour.remaining:,} of {hour.limit:,} points are left of GitHub's hourly limit"
            reason += ", which scans leave" if share < 1 else ""
            raise Unavailable(reason, retry_after=hour.reset - now)
        minute = self._minutes[scope, resource]
        while minute and minute[0][0] <= now - MINUTE:
            minute.popleft()
        if sum(points for _, points in minute) >= share * A_MINUTE[resource]:
            whose = "scans have used up their share of" if share < 1 else "Detour has used up"
            reason = f"{whose} what GitHub answers in a minute"
            raise Unavailable(reason, retry_after=max(1.0, minute[0][0] + MINUTE - now))
