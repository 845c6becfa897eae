"""Opens the store: SQLite or PostgreSQL, by its URL, and sees to it that the schema is the one this code knows."""

from __future__ import annotations

import sqlite3
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, column, create_engine, event, func, inspect, make_url, select, table
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from service.store.checkpoints import KEPT_BYTES, LONGEST, Checkpoints
from service.store.files import watch
from service.store.writers import BUSY_SECONDS, TakingTurns, Writers, its_turn

if TYPE_CHECKING:
    from sqlalchemy import Connection

MIGRATIONS = Path(__file__).with_name("migrations")
CONNECT_SECONDS = 5
AGAIN_SECONDS = 0.01
"""After how long a file is asked again that another process prepares."""
KEPT_STATEMENTS = 64
"""How many statements SQLite keeps compiled, for each connection. Rows that are made many at a time make a new one for
each length, of up to 100 kB, so that the usual 128 would grow for as long as an audit lasts."""
UPGRADING = 0xDE_70_14
"""The advisory lock of PostgreSQL under which a schema is upgraded."""
VERSIONS = table("alembic_version", column("version_num"))
"""Where Alembic notes which revision the schema has."""
READS = "detour_reads"
"""The execution option of connections that only read."""


class StoreError(Exception):
    """The store cannot be used as it is; the message says what to do and holds no password."""


def open_store(url: str) -> Engine:
    """A pool of connections to the store. Connects lazily; raises ``StoreError`` for a URL that means no store."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("store.url is no URL; write sqlite:///detour.db or postgresql://user@host/detour") from error
    if parsed.get_backend_name() == "postgresql":
        settings = {"connect_timeout": CONNECT_SECONDS, "application_name": "detour"}
        return create_engine(parsed.set(drivername="postgresql+psycopg"), connect_args=settings, pool_pre_ping=True)
    if parsed.get_backend_name() != "sqlite":
        raise StoreError(f"store.url begins with {parsed.drivername}; the store is sqlite or postgresql")
    settings = {"timeout": BUSY_SECONDS, "cached_statements": KEPT_STATEMENTS, "factory": TakingTurns}
    engine, writers, checkpoints = create_engine(parsed, connect_args=settings), Writers(), None
    if file := engine.url.database:
        checkpoints = Checkpoints(Path(file), writers)
        event.listen(engine, "engine_disposed", lambda _: checkpoints.end())
        watch(engine, Path(file))
    event.listen(engine, "connect", partial(_prepare_sqlite, writers, checkpoints))
    event.listen(engine, "begin", _begin)
    return engine


def reach(engine: Engine) -> None:
    """Asks the store for nothing. Raises ``SQLAlchemyError`` where it cannot be reached."""
    with reading(engine) as connection:
        connection.execute(select(1))


def exists(engine: Engine) -> bool:
    """Whether there is a store to be looked into. A PostgreSQL is taken to be there: connecting says more."""
    file = engine.url.database
    return engine.dialect.name != "sqlite" or (bool(file) and Path(str(file)).is_file())


def reading(engine: Engine) -> Connection:
    """A connection for a transaction that only reads: one moment of the store, and on SQLite no writer waits for it."""
    options: dict[str, object] = {READS: True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"
    return engine.connect().execution_options(**options)


def upgrade(engine: Engine) -> None:
    """Brings the schema up to this code's. Raises ``StoreError`` where the store is newer, or cannot be reached."""
    try:
        with engine.begin() as connection:
            _wait_for_others(connection)
            if is_newer(connection):
                raise StoreError("the store was written by a newer Detour; install that one, or use another store")
            if not is_current(connection):
                _upgrade(connection)
    except SQLAlchemyError as error:
        raise StoreError(f"the store cannot be reached: {reason(error)}") from error


def revision(connection: Connection) -> str:
    """The number of the schema, '' where there is none."""
    return ", ".join(sorted(_revisions(connection)))


def is_current(connection: Connection) -> bool:
    """Whether the schema is the one that this code knows."""
    return _revisions(connection) == {max(_known())}


def is_newer(connection: Connection) -> bool:
    """Whether the schema has a revision that this code does not know."""
    return bool(_revisions(connection) - _known())


def reason(error: SQLAlchemyError) -> str:
    """Why a statement failed, in one line, without the statement, its values or the URL."""
    origin = getattr(error, "orig", None)
    return f"{type(origin or error).__name__}: {str(origin or 'see the type').splitlines()[0]}"


def _wait_for_others(connection: Connection) -> None:
    """Where several processes start at once, one of them upgrades; SQLite's transactions follow one another anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(UPGRADING)))


def _revisions(connection: Connection) -> set[str]:
    """What Alembic noted, asked without it: it takes a tenth of a service's start, and mostly there is no upgrade."""
    if not inspect(connection).has_table(VERSIONS.name):
        return set()
    return set(connection.execute(select(VERSIONS.c.version_num)).scalars())


def _known() -> set[str]:
    """The revisions of this code, as the names of their files begin."""
    return {file.stem.partition("_")[0].removeprefix("v") for file in (MIGRATIONS / "versions").glob("v*.py")}


def _upgrade(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # see above
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _prepare_sqlite(
    writers: Writers, checkpoints: Checkpoints | None, connection: TakingTurns, _record: object
) -> None:
    """WAL with synchronous=FULL: a commit is on the disk before it is acknowledged, and readers never wait.

    https://www.sqlite.org/pragma.html#pragma_synchronous ; transactions are begun by us, see below.
    """
    connection.writers, connection.checkpoints, connection.isolation_level = writers, checkpoints, None
    _keep_a_journal(connection)
    log = f"wal_autocheckpoint={LONGEST}", f"journal_size_limit={KEPT_BYTES}"
    for pragma in ("synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS * 1000}", *log):
        connection.execute(f"PRAGMA {pragma}")


def _keep_a_journal(connection: TakingTurns) -> None:
    """Sets WAL, which the file keeps. SQLite refuses it at once, without waiting, while another process does so."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(AGAIN_SECONDS)
        else:
            return


def _begin(connection: Connection) -> None:
    """Takes the write lock at once: a transaction that reads first and writes later would fail instead of waiting."""
    if connection.get_execution_options().get(READS):
        connection.exec_driver_sql("BEGIN")
        return
    with its_turn(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
