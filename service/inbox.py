"""Keeps deliveries, many to a commit: a request is answered once its delivery is on the disk, and not before.

One thread writes. Whatever has come in while it wrote goes into the next transaction, so that a busy site costs one
flush for many requests, and a quiet one never waits.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from connectors.contract import Delivery

MOST_WAITING = 4_096
"""Deliveries that may wait for the writer."""
MOST_WAITING_BYTES = 256 << 20
"""Bytes of bodies that may wait for the writer: ten of the largest that a vendor sends."""
LARGEST_COMMIT = 512
RETRY_SECONDS = 5


class Keeper(Protocol):
    """Keeps a batch of deliveries in one commit."""

    def keep(self, batch: Sequence[Delivery], received: float) -> int:
        """Returns how many were new; raises whatever the store raises."""


class InboxFullError(Exception):
    """More is waiting than the store takes; the sender is to come again later."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A delivery whose sender waits for its commit."""

    delivery: Delivery
    loop: asyncio.AbstractEventLoop
    kept: asyncio.Future[None]


@dataclass(slots=True)
class Tally:
    """What the inbox did so far, for the metrics."""

    kept: int = 0
    known: int = 0
    commits: int = 0
    failed: int = 0
    refused: int = 0


@dataclass(slots=True)
class Inbox:
    """The queue before the store and the thread that empties it. ``start`` before use; ``close`` writes what waits.

    ``kept`` is called by that thread after each commit that brought anything new.
    """

    keeper: Keeper
    kept: Callable[[], None] | None = None
    tally: Tally = field(default_factory=Tally)
    _waiting: deque[_Waiting] = field(default_factory=deque)
    _bytes: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _closing: bool = False
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Starts the writer."""
        self._closing = False
        self._thread = threading.Thread(target=self._write_until_closed, name="inbox", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Writes what waits, and ends the writer."""
        with self._changed:
            self._closing = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    async def keep(self, delivery: Delivery) -> None:
        """Returns when the delivery is kept. Raises ``InboxFullError``, or what the store raised for its batch."""
        loop = asyncio.get_running_loop()
        kept: asyncio.Future[None] = loop.create_future()
        with self._changed:
            if len(self._waiting) >= MOST_WAITING or self._bytes + len(delivery.body) > MOST_WAITING_BYTES:
                self.tally.refused += 1
                raise InboxFullError
            self._waiting.append(_Waiting(delivery, loop, kept))
            self._bytes += len(delivery.body)
            self._changed.notify()
        await kept

    def _write_until_closed(self) -> None:
        while batch := self._next_batch():
            try:
                new = self.keeper.keep([one.delivery for one in batch], time.time())
            except Exception as error:  # noqa: BLE001  # every sender of the batch is told, and the writer goes on
                self.tally.failed += len(batch)
                self._answer(batch, error)
            else:
                self.tally.kept += new
                self.tally.known += len(batch) - new
                self.tally.commits += 1
                self._answer(batch, None)
                if new and self.kept is not None:
                    self.kept()

    def _next_batch(self) -> list[_Waiting]:
        """Whatever waits, up to a commit's size; empty when the inbox closes."""
        with self._changed:
            while not self._waiting and not self._closing:
                self._changed.wait()
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_COMMIT))]
            self._bytes -= sum(len(one.delivery.body) for one in batch)
            return batch

    @staticmethod
    def _answer(batch: list[_Waiting], error: Exception | None) -> None:
        """Wakes the senders, one call a loop; a sender that gave up meanwhile is passed over."""
        for loop in {one.loop for one in batch}:
            futures = [one.kept for one in batch if one.loop is loop]
            if not loop.is_closed():
                loop.call_soon_threadsafe(_settle, futures, error)


def _settle(futures: list[asyncio.Future[None]], error: Exception | None) -> None:
    for future in futures:
        if future.done():
            continue
        if error is None:
            future.set_result(None)
        else:
            future.set_exception(error)
