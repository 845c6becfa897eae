"""What a doctor asks of the store: whether it takes writes, what time it has, how large it is, what it knows of."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import func, select, text, update

from service.store.clock import SECONDS
from service.store.tables import clock, verdict

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


def try_to_write(engine: Engine) -> None:
    """Writes, and takes it back. Raises ``SQLAlchemyError`` where the store cannot be written to."""
    with engine.connect() as connection, connection.begin() as transaction:
        connection.execute(update(clock).values(tick=clock.c.tick))
        transaction.rollback()


def seconds(connection: Connection) -> float:
    """The database's own time, in seconds since 1970."""
    found: float = connection.execute(select(SECONDS[connection.dialect.name])).scalar_one()
    return float(found)


def size(connection: Connection) -> int:
    """How many bytes the store takes, without SQLite's log, which is folded back into it."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    pages, page = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in ("page_count", "page_size"))
    return int(pages) * int(page)


def folder(engine: Engine) -> Path | None:
    """Where SQLite's file is; ``None`` for PostgreSQL, and for a store in memory."""
    file = engine.url.database
    return Path(file).absolute().parent if engine.dialect.name == "sqlite" and file and file != ":memory:" else None


def issues_by_team(connection: Connection) -> dict[str, int]:
    """How many judged issues each team has, by its slug, or by the container that stands in for one."""
    wanted = select(verdict.c.team, func.count().label("issues")).group_by(verdict.c.team)
    return {row.team: row.issues for row in connection.execute(wanted)}
