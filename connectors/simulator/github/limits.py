"""Hourly limits that count down, for each caller and kind of request.

https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

HOURLY: Final = 5000
HOUR: Final = 3600
RESOURCES: Final = ("core", "graphql")
MOST_NODES: Final = 500_000
"""How many nodes a query may ask for: https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api"""


@dataclass(slots=True)
class Budget:
    """What one caller has left of one resource. ``reset`` is in seconds since 1970."""

    resource: str
    reset: int
    limit: int = HOURLY
    used: int = 0

    @property
    def remaining(self) -> int:
        """Points that are left."""
        return max(0, self.limit - self.used)

    @property
    def reset_at(self) -> datetime:
        """When everything is there again."""
        return datetime.fromtimestamp(self.reset, UTC)

    def headers(self) -> dict[str, str]:
        """As every answer tells it."""
        told = {"limit": self.limit, "remaining": self.remaining, "reset": self.reset, "used": self.used}
        return {f"X-RateLimit-{name.title()}": str(value) for name, value in told.items()} | {
            "X-RateLimit-Resource": self.resource
        }

    def document(self) -> dict[str, object]:
        """As ``/rate_limit`` tells it."""
        return {"limit": self.limit, "used": self.used, "remaining": self.remaining, "reset": self.reset}


class Limits:
    """All callers' budgets. ``hourly`` is what they get.

    ``in_time`` is how many nodes GitHub's ten seconds are enough for: what asks for more is given up.
    """

    def __init__(self) -> None:
        self.hourly = HOURLY
        self.in_time = MOST_NODES
        self._budgets: dict[tuple[str, str], Budget] = {}

    def of(self, key: str, resource: str, now: datetime) -> Budget:
        """A caller's budget of this hour."""
        seconds = int(now.timestamp())
        known = self._budgets.get((key, resource))
        if known is None or known.reset <= seconds:
            known = self._budgets[key, resource] = Budget(resource, seconds + HOUR, self.hourly)
        return known
