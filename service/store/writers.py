"""Who writes next into SQLite's file, which takes one writer at a time: in the order in which they came.

SQLite lets whoever finds the file taken look again after a while, up to a tenth of a second later, and whoever looks
first then has it: a webhook would wait for several steps of an audit, each of which begins as the last one ends. Other
processes still wait as SQLite has them wait. See https://www.sqlite.org/c3ref/busy_timeout.html
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from service.store.checkpoints import Checkpoints

BUSY_SECONDS: Final = 10
"""How long a statement waits for the file before it fails."""
PRESSES: Final = "detour_presses"
"""The execution option of connections that write before all others that wait: somebody hangs up otherwise."""


class Writers:
    """The threads of one process that write, or wait for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._pressing: deque[threading.Lock] = deque()
        self._taken = False

    def enter(self, *, presses: bool, seconds: float) -> bool:
        """Waits for the caller's turn, so many seconds at most; what presses is before what does not."""
        queue = self._pressing if presses else self._waiting
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Lock()
            turn.acquire()
            queue.append(turn)
        if turn.acquire(timeout=seconds):
            return True
        with self._guard:
            if turn in queue:
                queue.remove(turn)
                return False
        return True

    def leave(self) -> None:
        """Hands the turn over to who has waited longest."""
        with self._guard:
            queue = self._pressing or self._waiting
            if queue:
                queue.popleft().release()
            else:
                self._taken = False


class TakingTurns(sqlite3.Connection):
    """A connection that keeps its turn until its transaction ends, however it does. ``writers`` share its file."""

    writers: Writers | None = None
    checkpoints: Checkpoints | None = None
    writes = False
    """Whether it is its turn."""

    def enter(self, *, presses: bool, seconds: float) -> None:
        """Waits for the turn. Where it does not come, SQLite itself is asked, and tells why."""
        if self.writers is not None and not self.writes:
            self.writes = self.writers.enter(presses=presses, seconds=seconds)

    def leave(self) -> None:
        """Lets the next one write, unless a transaction still lasts."""
        if not self.in_transaction:
            self._leave()

    def commit(self) -> None:
        """Ends the transaction."""
        wrote = self.writes
        try:
            super().commit()
        finally:
            self.leave()
        if wrote and self.checkpoints is not None:
            self.checkpoints.wrote()

    def rollback(self) -> None:
        """Ends the transaction as if it had not been."""
        try:
            super().rollback()
        finally:
            self.leave()

    def close(self) -> None:
        """Ends the connection, with what it has begun."""
        try:
            super().close()
        finally:
            self._leave()

    def _leave(self) -> None:
        if self.writers is not None and self.writes:
            self.writes = False
            self.writers.leave()


@contextmanager
def its_turn(connection: Connection) -> Iterator[None]:
    """The turn of a connection to SQLite to write, for one statement, or as long as the transaction that it begins."""
    taking: TakingTurns = connection.connection.dbapi_connection  # type: ignore[assignment]  # open_store's
    taking.enter(presses=PRESSES in connection.get_execution_options(), seconds=BUSY_SECONDS)
    try:
        yield
    finally:
        taking.leave()
