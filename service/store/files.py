"""Whether SQLite's file is still the one that a connection writes into.

Of a file that somebody deleted or replaced SQLite would go on to write into the old one, which nobody can open again:
what was acknowledged then would be lost. See https://www.sqlite.org/howtocorrupt.html#unlink
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine
    from sqlalchemy.pool import ConnectionPoolEntry

FILE: Final = "detour_file"
"""Where a pooled connection keeps which file it has open."""


def watch(engine: Engine, path: Path) -> None:
    """Has connections replaced whose file is not at its place any more, before they are used again."""

    def opened(_connection: object, entry: ConnectionPoolEntry) -> None:
        entry.info[FILE] = path, _identity(path)

    def taken(_connection: object, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if _has_moved(entry.info):
            raise DisconnectionError

    event.listen(engine, "connect", opened)
    event.listen(engine, "checkout", taken)


def is_elsewhere(connection: Connection) -> bool:
    """Whether a connection that is held writes into a file that is not at its place any more."""
    return _has_moved(connection.info)


def _has_moved(info: dict[str, object]) -> bool:
    known = info.get(FILE)
    if not isinstance(known, tuple):
        return False
    path, identity = known
    return isinstance(path, Path) and _identity(path) != identity


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file is at a path, ``None`` for none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
