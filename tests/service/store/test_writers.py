"""Writers of SQLite's file take turns, and no thread overtakes another, but for what presses."""

import threading
import time

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from service.store.connection import open_store
from service.store.writers import PRESSES, Writers

SOON = 10


@pytest.fixture
def store(tmp_path, migrated_file):
    (tmp_path / "detour.db").write_bytes(migrated_file.read_bytes())
    engine = open_store(f"sqlite:///{tmp_path / 'detour.db'}")
    yield engine
    engine.dispose()


def waits(writers, done, told, *, presses=False):
    """Has a thread wait for its turn, note it, and hand it on."""

    def write():
        assert writers.enter(presses=presses, seconds=SOON)
        done.append(told)
        writers.leave()

    thread = threading.Thread(target=write)
    before = len(writers._waiting) + len(writers._pressing)
    thread.start()
    while len(writers._waiting) + len(writers._pressing) == before:
        time.sleep(0.001)
    return thread


def test_who_came_first_writes_first_and_what_presses_before_all():
    writers, done = Writers(), []
    writers.enter(presses=False, seconds=SOON)
    threads = [
        waits(writers, done, "first"),
        waits(writers, done, "second"),
        waits(writers, done, "a webhook", presses=True),
    ]

    writers.leave()
    for thread in threads:
        thread.join(SOON)

    assert done == ["a webhook", "first", "second"]


def test_who_has_just_written_waits_behind_those_who_wait():
    writers, done = Writers(), []
    writers.enter(presses=False, seconds=SOON)
    thread = waits(writers, done, "another")

    writers.leave()
    writers.enter(presses=False, seconds=SOON)

    assert done == ["another"]
    writers.leave()
    thread.join(SOON)


def test_who_gives_up_is_not_waited_for():
    writers = Writers()
    writers.enter(presses=False, seconds=SOON)

    assert not writers.enter(presses=False, seconds=0.01)

    writers.leave()
    assert writers.enter(presses=False, seconds=0.01)


@pytest.mark.parametrize("ending", ["commit", "rollback", "close", "fails"])
def test_a_turn_ends_with_the_transaction_however_that_ends(store, ending):
    with store.connect() as connection:
        connection.begin()
        taking = connection.connection.dbapi_connection
        begun = taking.writes
        if ending == "fails":
            with pytest.raises(IntegrityError):
                connection.exec_driver_sql("INSERT INTO delivery (id) VALUES (NULL)")
            connection.rollback()
        elif ending == "close":
            connection.invalidate()
        else:
            getattr(connection, ending)()

    assert (begun, taking.writes) == (True, False)


def test_a_turn_ends_where_another_process_has_the_file(store):
    other = open_store(str(store.url))
    with store.connect() as patient:
        patient.exec_driver_sql("PRAGMA busy_timeout=10")
        patient.rollback()
        with other.begin(), pytest.raises(OperationalError, match="locked"):
            patient.begin()

    with store.begin() as connection:
        connection.exec_driver_sql("DELETE FROM delivery")
    other.dispose()


def test_a_webhook_is_kept_before_the_steps_that_wait(store):
    done, threads, holder = [], [], store.connect()
    holder.begin()

    def write(told, options):
        with store.connect().execution_options(**options) as connection, connection.begin():
            done.append(told)

    for told, options in (("a step", {}), ("a webhook", {PRESSES: True})):
        threads.append(threading.Thread(target=write, args=(told, options)))
        threads[-1].start()
        time.sleep(0.2)
    holder.commit()
    for thread in threads:
        thread.join(SOON)

    assert done == ["a webhook", "a step"]
    holder.close()
