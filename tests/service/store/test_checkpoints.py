"""SQLite's log is moved into the file beside the writers, and begins anew."""

import shutil
import sqlite3
import threading
import time

import pytest

from service.store import checkpoints
from service.store.checkpoints import LONG
from service.store.connection import open_store, reading

PATIENCE = 20
PAGE = 4096


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(checkpoints, "PAUSE_SECONDS", 0.05)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "detour.db"


@pytest.fixture
def engine(file):
    engine = open_store(f"sqlite:///{file}")
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE word (body BLOB)")
    yield engine
    engine.dispose()


def write(engine, pages):
    with engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO word VALUES (zeroblob(?))", (pages * PAGE,))


def in_the_file(file, tmp_path):
    """How much stands in the file itself, whatever its log has."""
    alone = shutil.copy(file, tmp_path / "alone.db")
    connection = sqlite3.connect(alone)
    try:
        [found] = connection.execute("SELECT count(*) FROM word").fetchone()
    except sqlite3.DatabaseError:  # copied while a page of it was written
        return None
    finally:
        connection.close()
    return found


def is_moving(file):
    """Whether the thread that moves the file's log is there, or waits to begin."""
    return any(one.name == f"checkpoints of {file}" for one in threading.enumerate())


def until(happened):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_what_was_written_stands_in_the_file_soon(engine, file, tmp_path):
    write(engine, 10)

    until(lambda: in_the_file(file, tmp_path) == 1)


def test_a_commit_moves_nothing_itself(engine, file, tmp_path, monkeypatch):
    until(lambda: in_the_file(file, tmp_path) == 0 and not is_moving(file))
    monkeypatch.setattr(checkpoints, "PAUSE_SECONDS", 60)
    write(engine, 1)
    write(engine, 2 * LONG)

    assert in_the_file(file, tmp_path) == 0


def test_the_log_begins_anew_when_all_of_it_was_moved(engine, file, tmp_path):
    log = file.with_name("detour.db-wal")
    for count in range(1, 5):
        write(engine, 2 * LONG)
        until(lambda count=count: in_the_file(file, tmp_path) == count and not is_moving(file))

    assert log.stat().st_size < 5 * LONG * PAGE


def test_who_reads_for_long_keeps_the_log_and_what_was_written_is_moved_behind(engine, file, tmp_path):
    until(lambda: in_the_file(file, tmp_path) == 0)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM word").scalar() == 0
        write(engine, LONG)
        time.sleep(0.5)
        assert in_the_file(file, tmp_path) == 0
        assert connection.exec_driver_sql("SELECT count(*) FROM word").scalar() == 0
    write(engine, 1)

    until(lambda: in_the_file(file, tmp_path) == 2)


def test_whoever_closes_the_store_may_replace_its_file_at_once(engine, file, monkeypatch):
    monkeypatch.setattr(checkpoints, "PAUSE_SECONDS", 60)
    write(engine, 1)
    assert is_moving(file)

    engine.dispose()

    assert not is_moving(file)
    file.unlink()
    time.sleep(0.2)
    assert not file.exists()


def test_a_store_that_was_closed_and_is_written_again_is_moved_too(engine, file, tmp_path):
    write(engine, 1)
    engine.dispose()
    write(engine, 1)

    until(lambda: in_the_file(file, tmp_path) == 2)


def test_what_is_written_all_the_time_is_moved_all_the_time(engine, file, tmp_path):
    seen = set()
    deadline = time.monotonic() + PATIENCE
    while len(seen) <= 3:
        assert time.monotonic() < deadline
        write(engine, 1)
        seen.add(in_the_file(file, tmp_path) or 0)
