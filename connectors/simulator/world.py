"""What the worlds of all made-up trackers have: one lock, a clock, numbers that nothing has, and who listens."""

from __future__ import annotations

import itertools
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Happening = TypeVar("Happening")


class World(Generic[Happening]):
    """Everything that is there. ``clock`` tells the time, UTC, which here goes in steps of so many microseconds."""

    def __init__(self, clock: Callable[[], datetime] | None, *, first_id: int, step: int) -> None:
        self.lock = threading.RLock()
        self.listeners: list[Callable[[Happening], None]] = []
        self._clock = clock or _utc
        self._step = timedelta(microseconds=step)
        self._ahead = timedelta()
        self._ids = itertools.count(first_id)

    def now(self) -> datetime:
        """The time here, in whole steps."""
        now = self._clock() + self._ahead
        return now - timedelta(microseconds=now.microsecond) % self._step

    def passes(self, **time: float) -> None:
        """Lets time go by: ``days=3``."""
        self._ahead += timedelta(**time)

    def new_id(self) -> int:
        """A number that nothing has."""
        return next(self._ids)

    def tell(self, *happenings: Happening) -> None:
        """Tells everybody who listens, in the order in which it happened."""
        for happening in happenings:
            for listen in self.listeners:
                listen(happening)


def _utc() -> datetime:
    return datetime.now(UTC)
