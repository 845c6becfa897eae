"""What is left of GitHub's limits, by what its answers tell: of the hour's points, and of those of a minute.

https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.contract import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

A_MINUTE: Final = 2_000
"""Points that all queries of an account may cost in a minute: the secondary limit, which no header tells."""
MINUTE: Final = 60.0
GRAPHQL: Final = "graphql"


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
        self._minutes: dict[str, deque[tuple[float, int]]] = defaultdict(deque)

    def note(self, scope: str, headers: Mapping[str, str]) -> None:
        """Remembers what an answer tells of the hour; an Enterprise host may tell nothing. Names are in lower case."""
        told = [headers.get(f"x-ratelimit-{name}", "") for name in ("limit", "remaining", "reset")]
        if all(text.isdecimal() for text in told):
            limit, remaining, reset = map(int, told)
            self._hours[scope, headers.get("x-ratelimit-resource", "")] = Hour(limit, remaining, float(reset))

    def spend(self, scope: str, points: int) -> None:
        """Remembers what a query cost."""
        self._minutes[scope].append((self._now(), points))

    def check(self, scope: str, share: float) -> None:
        """Raises ``Unavailable``, until when, where another query would take more than a share of the limits."""
        now = self._now()
        hour = self._hours.get((scope, GRAPHQL))
        if hour is not None and hour.reset > now and hour.remaining < (1 - share) * hour.limit:
            reason = f"{hour.remaining:,} of {hour.limit:,} points are left of GitHub's hourly limit, which scans leave"
            raise Unavailable(reason, retry_after=hour.reset - now)
        minute = self._minutes[scope]
        while minute and minute[0][0] <= now - MINUTE:
            minute.popleft()
        if sum(points for _, points in minute) >= share * A_MINUTE:
            reason = "scans have used up their share of what GitHub answers in a minute"
            raise Unavailable(reason, retry_after=max(1.0, minute[0][0] + MINUTE - now))
