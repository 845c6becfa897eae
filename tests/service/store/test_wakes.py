"""The tables of procrastinate are those that the installed version makes by itself."""

from importlib import resources

import pytest
from sqlalchemy import text

from service.store import wakes
from service.store.connection import open_store, reading, upgrade
from service.store.migrations.versions.v0018_procrastinate import APPLIED
from tests.stores import database

CATALOGUE = (
    "SELECT table_name, column_name, udt_name, column_default FROM information_schema.columns WHERE table_name ~ '^pr'",
    "SELECT indexdef FROM pg_indexes WHERE tablename LIKE 'procrastinate%'",
    "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE proname LIKE 'procrastinate%'",
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname LIKE 'procrastinate%'",
    "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text LIKE 'procrastinate%'",
    "SELECT typname, enumlabel FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid",
)


def catalogue(engine):
    """What a database says of procrastinate's tables, functions and types."""
    with reading(engine) as connection:
        found = [sorted(map(_plain, connection.execute(text(query)))) for query in CATALOGUE]
    assert all(found)
    return found


def _plain(row):
    return tuple(" ".join(str(value).split()) for value in row)


@pytest.fixture
def empty(postgres_url):
    with database(postgres_url, "") as url:
        engine = open_store(url)
        yield engine
        engine.dispose()


def test_our_migration_makes_what_the_library_makes(empty, postgres_url):
    upgrade(empty)
    with database(postgres_url, "") as url:
        other = open_store(url)
        schema = (resources.files("procrastinate.sql") / "schema.sql").read_text()
        with other.begin() as connection:
            connection.exec_driver_sql(schema, execution_options={"no_parameters": True})

        assert catalogue(empty) == catalogue(other)
        other.dispose()


def test_an_older_postgresql_takes_our_migration_too(older_postgres_url):
    with database(older_postgres_url, "") as url:
        engine = open_store(url)
        upgrade(engine)

        with reading(engine) as connection:
            assert wakes.missing(connection) == []
        engine.dispose()


def test_the_library_has_no_migration_that_we_do_not_apply():
    files = (resources.files("procrastinate.sql") / "migrations").iterdir()

    assert sorted(file.name for file in files if file.name.endswith(".sql")) == [f"{name}.sql" for name in APPLIED]


def test_a_table_that_is_missing_is_named(empty):
    upgrade(empty)
    with empty.begin() as connection:
        assert wakes.missing(connection) == []
        connection.execute(text("DROP TABLE procrastinate_periodic_defers"))

        assert wakes.missing(connection) == ["procrastinate_periodic_defers"]
