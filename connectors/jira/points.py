"""The points of an hour: what a site lets somebody spend of them, and when there are enough again. No I/O."""

from __future__ import annotations

from collections import deque
from typing import Final

AN_HOUR: Final = 3600.0


class Points:
    """What was spent within the last hour, never more than ``most``; 0 is no limit. ``now`` is in seconds."""

    def __init__(self, most: float) -> None:
        self._most = most
        self._spent: deque[tuple[float, int]] = deque()

    def spend(self, points: int, now: float) -> None:
        """Counts what a question has cost."""
        if self._most and points:
            self._spent.append((now, points))

    def wait(self, points: int, now: float) -> float:
        """The seconds until so many more can be spent; 0 if they can be now.

        What is more than an hour ever has can be spent when nothing else was.
        """
        while self._spent and self._spent[0][0] <= now - AN_HOUR:
            self._spent.popleft()
        over = sum(spent for _, spent in self._spent) + points - self._most
        if not self._most or over <= 0:
            return 0.0
        wait = 0.0
        for at, spent in self._spent:
            if over <= 0:
                break
            over -= spent
            wait = at + AN_HOUR - now
        return wait
