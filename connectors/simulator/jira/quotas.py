"""How much may be asked of the made-up Jira: nothing is limited until a test says so, and what was asked is counted.

Cloud: https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ ; here all endpoints share one burst. Data
Center: https://confluence.atlassian.com/adminjiraserver/adjusting-your-code-for-rate-limiting-987143384.html .
"""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Final

from connectors.simulator.answers import json_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from connectors.simulator.serving import Answer

ASKING: Final = frozenset({"GET", "POST"})
COMPLAINT: Final = {"errorMessages": ["Rate limit exceeded."], "errors": {}}
LISTS: Final = ("issues", "values")
"""Where an answer has the things that cost a point each."""


@dataclass(slots=True)
class Window:
    """At most so much within so many seconds; 0 is no limit. ``peak`` is the most that ever was."""

    most: int
    seconds: float
    reason: str
    peak: int = 0
    _taken: deque[tuple[float, int]] = field(default_factory=deque)

    def taken(self, now: float) -> int:
        """What counts at a moment."""
        while self._taken and self._taken[0][0] <= now - self.seconds:
            self._taken.popleft()
        return sum(count for _, count in self._taken)

    def take(self, count: int, now: float) -> None:
        """Counts something."""
        self._taken.append((now, count))
        self.peak = max(self.peak, self.taken(now))

    def wait(self, now: float) -> float:
        """The seconds until there is room; 0 where there is."""
        if not self.most or self.taken(now) < self.most:
            return 0.0
        return max(0.001, self._taken[0][0] + self.seconds - now)


@dataclass(slots=True)
class TokenBucket:
    """``fill`` tokens come every ``interval`` seconds, up to ``limit``. ``lowest`` is the least that was ever left."""

    limit: int
    fill: int
    interval: float
    left: int = field(init=False)
    lowest: int = field(init=False)
    _filled: float | None = None

    def __post_init__(self) -> None:
        self.left = self.lowest = self.limit

    def take(self, now: float) -> bool:
        """Takes a token, if there is one."""
        since = now if self._filled is None else self._filled
        batches = int((now - since) // self.interval)
        self._filled = since + batches * self.interval
        self.left = min(self.limit, self.left + batches * self.fill)
        if not self.left:
            return False
        self.left -= 1
        self.lowest = min(self.lowest, self.left)
        return True

    def headers(self) -> dict[str, str]:
        """As every answer has them."""
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-FillRate": str(self.fill),
            "X-RateLimit-Interval-Seconds": f"{self.interval:g}",
            "Retry-After": "0" if self.left else f"{ceil(self.interval)}",
        }


@dataclass(slots=True)
class Quotas:
    """Cloud's two windows, and Data Center's bucket. ``refused`` are the reasons of what was one request too many."""

    burst: Window = field(default_factory=lambda: Window(0, 1.0, "jira-burst-based"))
    points: Window = field(default_factory=lambda: Window(0, 3600.0, "jira-quota-tenant-based"))
    bucket: TokenBucket | None = None
    refused: list[str] = field(default_factory=list)

    def refusal(self, method: str, now: float) -> Answer | None:
        """Counts a request; 429 where it is one too many."""
        if method not in ASKING:
            return None
        if self.bucket is not None and not self.bucket.take(now):
            self.refused.append("bucket")
            return json_answer(429, COMPLAINT)
        for window in (self.burst, self.points):
            if wait := window.wait(now):
                self.refused.append(window.reason)
                return json_answer(429, COMPLAINT, **_told(window, wait, now))
        self.burst.take(1, now)
        return None

    def counted(self, answer: Answer, now: float) -> Answer:
        """The answer with what is left, and what it costs counted: a point, and one for each thing in it."""
        if self.points.most:
            self.points.take(1 + _things(answer), now)
        return replace(answer, headers={**answer.headers, **dict(self._headers(now))})

    def _headers(self, now: float) -> Iterator[tuple[str, str]]:
        if self.bucket is not None:
            yield from self.bucket.headers().items()
        elif self.burst.most:
            yield "X-RateLimit-Limit", str(self.burst.most)
            yield "X-RateLimit-Remaining", str(max(0, self.burst.most - self.burst.taken(now)))


def _told(window: Window, wait: float, now: float) -> dict[str, str]:
    reset = datetime.fromtimestamp(now + wait, UTC)
    return {
        "retry_after": str(ceil(wait)),
        "ratelimit_reason": window.reason,
        "x_ratelimit_reset": f"{reset:%Y-%m-%dT%H:%M:%SZ}",
    }


def _things(answer: Answer) -> int:
    told = json.loads(answer.body) if answer.body else None
    return sum(len(told.get(name) or ()) for name in LISTS) if isinstance(told, dict) else 0
