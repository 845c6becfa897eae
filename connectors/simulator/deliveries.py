"""Sends webhooks from one thread, in order, over connections that are kept alive; and never a second time by itself."""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TIMEOUT: Final = 10.0
"""Seconds to answer: https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks ."""


@dataclass(slots=True, eq=False)
class SentDelivery:
    """One webhook request, and what became of it each time that it was sent: a status, or an error's name."""

    id: str
    event: str
    action: str
    url: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    answers: list[int | str] = field(default_factory=list)

    @property
    def accepted(self) -> bool:
        """Whether it was answered by a success at least once."""
        return any(isinstance(answer, int) and 200 <= answer < 300 for answer in self.answers)  # noqa: PLR2004  # 2xx


class Sender:
    """The thread and its queue. ``lose`` and ``double`` say how many of the next deliveries get lost or come twice."""

    def __init__(self) -> None:
        self.all: list[SentDelivery] = []
        self.lose = self.double = 0
        self._queue: deque[SentDelivery] = deque()
        self._held: list[SentDelivery] | None = None
        self._change = threading.Condition()
        self._busy = self._stopping = False
        self._thread = threading.Thread(target=self._work, name="simulator-webhooks", daemon=True)

    def start(self) -> None:
        """Starts sending."""
        self._thread.start()

    def stop(self) -> None:
        """Stops after the one that is on its way."""
        with self._change:
            self._stopping = True
            self._change.notify_all()
        self._thread.join()

    def put(self, delivery: SentDelivery) -> None:
        """A new delivery: it is sent, held, lost or doubled."""
        with self._change:
            self.all.append(delivery)
            times = 1
            if self.lose:
                self.lose, times = self.lose - 1, 0
            elif self.double:
                self.double, times = self.double - 1, 2
            waiting = self._queue if self._held is None else self._held
            waiting.extend([delivery] * times)
            self._change.notify_all()

    def again(self, delivery: SentDelivery, times: int = 1) -> None:
        """Sends one again, with the same id and the same bytes."""
        with self._change:
            self._queue.extend([delivery] * times)
            self._change.notify_all()

    @contextmanager
    def held(self) -> Iterator[list[SentDelivery]]:
        """Collects what happens inside into a list; what is in it at the end is sent in its order then."""
        with self._change:
            held: list[SentDelivery] = []
            self._held = held
        try:
            yield held
        finally:
            with self._change:
                self._held = None
                self._queue.extend(held)
                self._change.notify_all()

    def settled(self, timeout: float) -> None:
        """Waits until everything was sent and answered. Raises ``TimeoutError``."""
        deadline = time.monotonic() + timeout
        with self._change:
            while self._queue or self._busy:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"{len(self._queue)} webhooks were not answered within {timeout} seconds")
                self._change.wait(left)

    def _work(self) -> None:
        with httpx.Client(timeout=TIMEOUT, trust_env=False) as http:
            while (delivery := self._next()) is not None:
                delivery.answers.append(_send(http, delivery))
                with self._change:
                    self._busy = False
                    self._change.notify_all()

    def _next(self) -> SentDelivery | None:
        with self._change:
            self._change.wait_for(lambda: self._queue or self._stopping)
            if self._stopping:
                return None
            self._busy = True
            return self._queue.popleft()


def _send(http: httpx.Client, delivery: SentDelivery) -> int | str:
    """The answer's status, or why there is none: a dead receiver is the receiver's matter."""
    try:
        return http.post(delivery.url, content=delivery.body, headers=dict(delivery.headers)).status_code
    except httpx.HTTPError as error:
        return type(error).__name__
