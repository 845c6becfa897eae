"""Keeps deliveries, many to a commit: a request is answered once its delivery is on the disk, and not before.

One thread writes. Whatever has come in while it wrote goes into the next transaction, so that a busy site costs one
flush for many requests, and a quiet one never waits.
"""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING, NamedTuple, Protocol

from service.overdue import Overdue
from service.repetitions import Repetitions

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from connectors.contract import Delivery

MOST_WAITING = 4_096
"""Deliveries that may wait for their commit."""
MOST_WAITING_BYTES = 256 << 20
"""Bytes of bodies that may wait for their commit: ten of the largest that a vendor sends."""
LARGEST_COMMIT = 512
RETRY_SECONDS = 5
COMMIT_SECONDS = 8.0
"""How long a sender waits for the commit: GitHub hangs up after 10 seconds, and would not hear the answer."""


class Keeper(Protocol):
    """Keeps a batch of deliveries in one commit."""

    def keep(self, batch: Sequence[Delivery], received: float) -> int:
        """Returns how many were new; raises whatever the store raises."""


class InboxFullError(Exception):
    """More is waiting than the store takes; the sender is to come again later."""


class InboxSlowError(Exception):
    """The store did not take it in time. It may yet: who sends it again is known then."""


class _Waiting(NamedTuple):
    """A delivery whose sender waits for its commit."""

    delivery: Delivery
    kept: asyncio.Future[None]


@dataclass(slots=True)
class Tally:
    """What the inbox did so far, for the metrics."""

    kept: int = 0
    known: int = 0
    commits: int = 0
    failed: int = 0
    refused: int = 0
    late: int = 0
    repetitions: Repetitions = field(default_factory=Repetitions)


@dataclass(slots=True)
class Inbox:
    """The queue before the store and the thread that empties it. ``start`` before use; ``close`` writes what waits.

    ``keep`` is for one event loop. ``kept`` is called by the thread after each commit that brought anything new, with
    the sites of what was in it.
    """

    keeper: Keeper
    kept: Callable[[Container[str]], None] | None = None
    tally: Tally = field(default_factory=Tally)
    _queue: SimpleQueue[_Waiting | None] = field(default_factory=SimpleQueue)
    _waiting: int = 0
    _bytes: int = 0
    _thread: threading.Thread | None = None
    _overdue: Overdue = field(init=False)

    def __post_init__(self) -> None:
        self._overdue = Overdue(self._let_go)

    def start(self) -> None:
        """Starts the writer."""
        self._thread = threading.Thread(target=self._write_until_closed, name="inbox", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Writes what waits, and ends the writer."""
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether the writer runs."""
        return self._thread is not None and self._thread.is_alive()

    async def keep(self, delivery: Delivery) -> None:
        """Returns when the delivery is kept.

        Raises ``InboxFullError``, ``InboxSlowError``, or what the store raised for its batch.
        """
        if self._waiting >= MOST_WAITING or self._bytes + len(delivery.body) > MOST_WAITING_BYTES:
            self.tally.refused += 1
            raise InboxFullError
        self._waiting += 1
        self._bytes += len(delivery.body)
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.put(_Waiting(delivery, kept))
        self._overdue.watch(kept, COMMIT_SECONDS)
        await kept

    def _let_go(self, kept: asyncio.Future[None]) -> None:
        """In the loop: one that has waited too long."""
        self.tally.late += 1
        kept.set_exception(InboxSlowError())

    def _write_until_closed(self) -> None:
        closing = False
        while not closing:
            batch, closing = self._next_batch()
            if batch:
                self._write(batch)

    def _next_batch(self) -> tuple[list[_Waiting], bool]:
        """Whatever waits, up to a commit's size, and whether the inbox closes behind it."""
        batch: list[_Waiting] = []
        one = self._queue.get()
        while one is not None:
            batch.append(one)
            if len(batch) == LARGEST_COMMIT or self._queue.empty():  # nobody else takes from it
                return batch, False
            one = self._queue.get()
        return batch, True

    def _write(self, batch: list[_Waiting]) -> None:
        try:
            new = self.keeper.keep([one.delivery for one in batch], time.time())
        except Exception as error:  # noqa: BLE001  # every sender of the batch is told, and the writer goes on
            self.tally.failed += len(batch)
            self._answer(batch, error)
            return
        self.tally.kept += new
        self.tally.known += len(batch) - new
        self.tally.commits += 1
        for one in batch:
            self.tally.repetitions.note(one.delivery)
        self._answer(batch, None)
        if new and self.kept is not None:
            self.kept({one.delivery.site for one in batch})

    def _answer(self, batch: list[_Waiting], error: Exception | None) -> None:
        """Wakes the senders, in one call of their loop."""
        loop = batch[0].kept.get_loop()
        if not loop.is_closed():
            loop.call_soon_threadsafe(self._settle, batch, error)

    def _settle(self, batch: list[_Waiting], error: Exception | None) -> None:
        """In the loop. A sender that gave up meanwhile is passed over."""
        self._waiting -= len(batch)
        self._bytes -= sum([len(one.delivery.body) for one in batch])
        for _, kept in batch:
            if kept.done():
                continue
            if error is None:
                kept.set_result(None)
            else:
                kept.set_exception(error)
