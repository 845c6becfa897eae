"""Sends webhooks from one thread, in order, over connections that are kept alive.

Whether one is sent a second time, and with which headers, is the tracker's matter: GitHub never does.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING, Final

import httpx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of a delivery on its way: how often it arrives, and how many seconds late."""

    times: int = 1
    seconds: float = 0.0


LOST, DOUBLED = Fate(times=0), Fate(times=2)


class Sender:
    """The thread and its queue. ``fates`` are those of the next deliveries; a late one is overtaken by the others.

    ``again`` makes of a delivery that was answered the one that is sent ``pause`` seconds later, if any is.
    """

    def __init__(
        self, again: Callable[[SentDelivery], SentDelivery | None] = lambda _: None, pause: float = 0.0
    ) -> None:
        self.pause = pause
        self._again = again
        self.all: list[SentDelivery] = []
        self.fates: deque[Fate] = deque()
        self.held: list[SentDelivery] | None = None
        """What waits to be released, where it is held."""
        self._queue: deque[SentDelivery] = deque()
        self._late: list[tuple[float, int, SentDelivery]] = []
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
        """A new delivery, which meets its fate unless all are held."""
        with self._change:
            self.all.append(delivery)
            fate = self.fates.popleft() if self.fates else Fate()
            copies = [delivery] * fate.times
            if self.held is not None:
                self.held += copies
            elif fate.seconds:
                due = time.monotonic() + fate.seconds
                self._late += [(due, len(self.all), one) for one in copies]
            else:
                self._queue += copies
            self._change.notify_all()

    def again(self, delivery: SentDelivery, times: int = 1) -> None:
        """Sends one again, with the same id and the same bytes."""
        with self._change:
            self._queue.extend([delivery] * times)
            self._change.notify_all()

    def hold(self) -> list[SentDelivery]:
        """Collects what happens from now on into a list; what is in it at its release is sent in its order then."""
        with self._change:
            if self.held is None:
                self.held = []
            return self.held

    def release(self) -> None:
        """Sends what was held."""
        with self._change:
            self._queue += self.held or ()
            self.held = None
            self._change.notify_all()

    @contextmanager
    def holding(self) -> Iterator[list[SentDelivery]]:
        """Holds what happens inside."""
        try:
            yield self.hold()
        finally:
            self.release()

    def settled(self, timeout: float) -> None:
        """Waits until everything was sent and answered. Raises ``TimeoutError``."""
        deadline = time.monotonic() + timeout
        with self._change:
            while self._queue or self._late or self._busy:
                left = deadline - time.monotonic()
                if left <= 0:
                    raise TimeoutError(
                        f"{len(self._queue) + len(self._late)} webhooks were not answered within {timeout} seconds"
                    )
                self._change.wait(left)

    def _work(self) -> None:
        with httpx.Client(timeout=TIMEOUT, trust_env=False) as http:
            while (delivery := self._next()) is not None:
                delivery.answers.append(_send(http, delivery))
                with self._change:
                    self._busy = False
                    if (following := self._again(delivery)) is not None:
                        self._late.append((time.monotonic() + self.pause, len(self.all), following))
                    self._change.notify_all()

    def _next(self) -> SentDelivery | None:
        with self._change:
            while not self._stopping:
                self._take_due()
                if self._queue:
                    self._busy = True
                    return self._queue.popleft()
                self._change.wait(max(0.0, self._late[0][0] - time.monotonic()) if self._late else None)
            return None

    def _take_due(self) -> None:
        self._late.sort(key=itemgetter(0, 1))
        while self._late and self._late[0][0] <= time.monotonic():
            self._queue.append(self._late.pop(0)[2])


def _send(http: httpx.Client, delivery: SentDelivery) -> int | str:
    """The answer's status, or why there is none: a dead receiver is the receiver's matter."""
    try:
        return http.post(delivery.url, content=delivery.body, headers=dict(delivery.headers)).status_code
    except httpx.HTTPError as error:
        return type(error).__name__
