"""What procrastinate keeps beside our tables on PostgreSQL: wake-ups that wait. Its schema is migration 0018's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import column, select, table, text

from service.store.connection import CONNECT_SECONDS, reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

SCHEMA: Final = "3.10"
"""The version of procrastinate whose tables ours are."""
TABLES: Final = ("procrastinate_jobs", "procrastinate_workers", "procrastinate_periodic_defers", "procrastinate_events")
_JOBS: Final = table("procrastinate_jobs", column("queueing_lock"), column("status"))
_WAITING: Final = select(_JOBS.c.queueing_lock).where(_JOBS.c.queueing_lock.is_not(None), text("status = 'todo'"))


def waiting(engine: Engine) -> set[str]:
    """The locks of the wake-ups that nobody has taken yet."""
    with reading(engine) as connection:
        return set(connection.execute(_WAITING).scalars())


def missing(connection: Connection) -> list[str]:
    """Which of the tables are not there; on SQLite none is needed."""
    if connection.dialect.name != "postgresql":
        return []
    found = {name: connection.execute(text("SELECT to_regclass(:name)"), {"name": name}).scalar() for name in TABLES}
    return [name for name, there in found.items() if there is None]


def connection_arguments(engine: Engine) -> dict[str, Any]:
    """What psycopg connects to the store with, the password too."""
    _, arguments = engine.dialect.create_connect_args(engine.url)
    return {**arguments, "connect_timeout": CONNECT_SECONDS, "application_name": "detour wakes"}
