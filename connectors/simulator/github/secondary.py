"""What GitHub limits beside the hourly budgets: how much at once, in a minute, and how much is written.

It is counted always, so that a test can tell that nothing was exceeded; and refused where ``enforced``.
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.rest import json_answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from connectors.simulator.serving import Answer

AT_ONCE: Final = 100
MESSAGE: Final = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
ADVICE: Final = "https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api"
READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
A_WRITE: Final = 5
"""The points of a REST request that changes something; others have one."""


@dataclass(frozen=True, slots=True)
class Window:
    """So much in so many seconds."""

    name: str
    seconds: int
    most: int


QUERIES: Final = Window("GraphQL points a minute", 60, 2_000)
REQUESTS: Final = Window("REST points a minute", 60, 900)
WRITES: Final = (Window("content writes a minute", 60, 80), Window("content writes an hour", 3_600, 500))


class Secondary:
    """All callers' uses. ``exceeded`` tells of each limit that was, by its name; ``peaks`` how close it came."""

    def __init__(self) -> None:
        self.enforced = False
        self.exceeded: list[str] = []
        self.peaks: dict[str, int] = defaultdict(int)
        self._used: dict[tuple[str, str], deque[tuple[float, int]]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._running = 0

    @contextmanager
    def under_way(self) -> Iterator[None]:
        """Counts a request among those that are answered at the same time."""
        with self._lock:
            self._running += 1
            self._note("requests at once", self._running, AT_ONCE)
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1

    def asked(self, caller: str, points: int, now: datetime) -> Answer | None:
        """Counts a query; what is answered instead where it is too much."""
        return self._counted(caller, {QUERIES: points}, now)

    def sent(self, caller: str, method: str, now: datetime) -> Answer | None:
        """Counts a REST request; what is answered instead where it is too much."""
        if method in READS:
            return self._counted(caller, {REQUESTS: 1}, now)
        return self._counted(caller, {REQUESTS: A_WRITE} | dict.fromkeys(WRITES, 1), now)

    def _counted(self, caller: str, uses: dict[Window, int], now: datetime) -> Answer | None:
        with self._lock:
            within = [self._within(caller, window, points, now.timestamp()) for window, points in uses.items()]
        if all(within) or not self.enforced:
            return None
        return json_answer(403, {"message": MESSAGE, "documentation_url": ADVICE}, retry_after="60")

    def _within(self, caller: str, window: Window, points: int, now: float) -> bool:
        used = self._used[caller, window.name]
        while used and used[0][0] <= now - window.seconds:
            used.popleft()
        used.append((now, points))
        return self._note(window.name, sum(one for _, one in used), window.most)

    def _note(self, name: str, so_many: int, most: int) -> bool:
        self.peaks[name] = max(self.peaks[name], so_many)
        if so_many > most:
            self.exceeded.append(name)
        return so_many <= most
