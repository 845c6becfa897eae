"""Moves what was written from SQLite's log into its file beside the writers: a commit that did so held up all others.

A commit moves the log by itself when that is long. While somebody reads for long, as a survey does, the log grows and
nothing of it can be moved; the next commit then moved hundreds of megabytes, and every webhook waited for it.
https://www.sqlite.org/wal.html#ckpt
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Final

from service.store.writers import BUSY_SECONDS

if TYPE_CHECKING:
    from pathlib import Path

    from service.store.writers import Writers

PAUSE_SECONDS: Final = 0.5
"""How long what was written gathers."""
LONG: Final = 1_000
"""Pages, 4 MB: from there on the log is to begin anew, and fewer than that are moved in a moment."""
LONGEST: Final = 250_000
"""Pages, a gigabyte: a commit moves such a log itself, for nobody else seems to do it."""
KEPT_BYTES: Final = 64 << 20
"""To what the log's own file shrinks when it begins anew."""


class Checkpoints:
    """The log of one file. ``wrote`` may be called from any thread; ``writers`` are those of this process."""

    def __init__(self, file: Path, writers: Writers) -> None:
        self._file, self._address, self._writers = file, f"{file.absolute().as_uri()}?mode=rw", writers
        self._guard, self._again = threading.Lock(), False
        self._thread: threading.Thread | None = None
        self._ended = threading.Event()

    def wrote(self) -> None:
        """Something was written: it is moved soon, by a thread of its own, which ends when all is moved."""
        with self._guard:
            self._again = True
            if self._thread is None:
                self._ended = threading.Event()
                name = f"checkpoints of {self._file}"
                self._thread = threading.Thread(target=self._work, args=(self._ended,), name=name, daemon=True)
                self._thread.start()

    def end(self) -> None:
        """Leaves the file alone, as whoever closes a store may want to replace it; until something is written again."""
        with self._guard:
            thread = self._thread
            self._ended.set()
        if thread is not None:
            thread.join()

    def _work(self, ended: threading.Event) -> None:
        while not ended.wait(PAUSE_SECONDS):
            self._again = False
            with suppress(sqlite3.Error), closing(sqlite3.connect(self._address, uri=True)) as connection:
                self._move(connection)
            with self._guard:
                if not self._again:
                    self._thread = None
                    return
        with self._guard:
            self._thread = None

    def _move(self, connection: sqlite3.Connection) -> None:
        """The most without holding anybody up, and the little that came meanwhile while nobody writes.

        The log begins anew only where nothing is left of it.
        """
        length, left = _moved(connection)
        if length < LONG or not 0 < left < LONG or not self._writers.enter(presses=False, seconds=BUSY_SECONDS):
            return
        try:
            _moved(connection)
        finally:
            self._writers.leave()


def _moved(connection: sqlite3.Connection) -> tuple[int, int]:
    """Moves what can be moved; how many pages the log has, and how many of these are left."""
    _, length, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    return length, length - moved
