"""What the made-up GitHub remembers of its webhook requests: each attempt, for three days.

https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/viewing-webhook-deliveries
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from connectors.simulator.deliveries import SentDelivery

KEPT: Final = timedelta(days=3)
FIRST_ATTEMPT: Final = 2**53 + 1
"""Numbers that JavaScript would round, as GitHub's are."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request, and what became of it: a status, or an error's name. ``again``: somebody asked for it."""

    id: int
    delivery: SentDelivery
    answer: int | str
    at: datetime
    again: bool

    @property
    def status_code(self) -> int:
        """0 where nobody answered."""
        return self.answer if isinstance(self.answer, int) else 0

    def is_of(self, hook: int, target: int) -> bool:
        """Whether it was sent for an organisation or an App, by one of its webhooks."""
        headers = self.delivery.headers
        named = headers["X-GitHub-Hook-ID"], headers["X-GitHub-Hook-Installation-Target-ID"]
        return named == (str(hook), str(target))


class HookLog:
    """All attempts of one GitHub. ``now`` tells its time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._attempts: list[Attempt] = []
        self._numbers = itertools.count(FIRST_ATTEMPT)

    def note(self, delivery: SentDelivery) -> None:
        """Remembers that one was answered, or was not. Nothing is sent again by itself."""
        again = len(delivery.answers) > 1
        self._attempts.append(Attempt(next(self._numbers), delivery, delivery.answers[-1], self._now(), again))

    def of(self, hook: int, target: int) -> list[Attempt]:
        """What one webhook sent, the newest first."""
        begin = self._now() - KEPT
        return [one for one in reversed(self._attempts) if one.is_of(hook, target) and one.at >= begin]
