import sqlite3
import threading

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from service.cli import main
from service.store.connection import StoreError, is_current, open_store, reading, upgrade
from service.store.tables import metadata
from tests.forked import Forked


def is_ours(_thing, name, kind, *_):
    """Whether it is no table of procrastinate's, nor the index whose collation is not read back."""
    return not (kind == "table" and name.startswith("procrastinate_")) and name != "ix_issue_ref"


def test_the_migrations_make_exactly_the_tables_that_the_code_knows(store):
    with reading(store) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "include_object": is_ours})

        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(store):
    upgrade(store)

    with reading(store) as connection:
        assert is_current(connection)


def test_an_empty_store_is_not_current(store_url):
    engine = open_store(store_url)

    with reading(engine) as connection:
        assert not is_current(connection)
    engine.dispose()


def test_a_store_of_a_newer_detour_is_refused(store):
    with store.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(StoreError, match="newer Detour"):
        upgrade(store)


def test_sqlite_commits_reach_the_disk_before_they_are_acknowledged(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'detour.db'}")

    with reading(engine) as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    engine.dispose()


def test_a_file_that_another_process_prepares_is_waited_for(tmp_path):
    other = sqlite3.connect(tmp_path / "detour.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    ends = threading.Timer(0.2, other.commit)
    ends.start()
    engine = open_store(f"sqlite:///{tmp_path / 'detour.db'}")

    upgrade(engine)

    with reading(engine) as connection:
        assert is_current(connection)
    ends.join()
    other.close()
    engine.dispose()


def test_a_reader_does_not_keep_sqlites_writer_waiting(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path / 'detour.db'}")
    upgrade(engine)

    with reading(engine) as reader:
        reader.exec_driver_sql("SELECT count(*) FROM delivery")
        with engine.begin() as writer:
            writer.exec_driver_sql("DELETE FROM delivery")
    engine.dispose()


@pytest.mark.parametrize(
    ("url", "words"),
    [("nonsense", "is no URL"), ("mysql://host/x", "the store is sqlite or postgresql")],
)
def test_a_url_of_no_store_is_refused_with_an_example(url, words):
    with pytest.raises(StoreError, match=words):
        open_store(url)


def test_a_store_that_cannot_be_reached_is_named_without_its_password():
    engine = open_store("postgresql://detour:canary-password@127.0.0.1:9/detour")

    with pytest.raises(StoreError, match="cannot be reached") as caught:
        upgrade(engine)

    assert "canary-password" not in str(caught.value)


def test_processes_that_start_at_once_upgrade_a_store_one_after_the_other(store_url, tmp_path):
    configuration = tmp_path / "detour.toml"
    configuration.write_text(f'[store]\nurl = "{store_url}"\n')

    processes = [Forked(main, ["db", "upgrade", "--config", str(configuration)]) for _ in range(3)]

    assert [process.ends(60) for process in processes] == [0, 0, 0]
