"""A store is copied whole, from either kind into either kind, and backed up while it is in use."""

import threading

import pytest
from sqlalchemy import insert, select, text

from connectors.contract import Delivery
from service.store.connection import StoreError, open_store, reading
from service.store.copying import back_up, copy
from service.store.deliveries import Deliveries
from service.store.tables import metadata
from service.store.upserts import CHUNK
from tests.service.dashboards import keep
from tests.service.overview.drawn import planned
from tests.service.pipeline.listening import listening
from tests.stores import database


@pytest.fixture
def filled(store):
    """A store in which something of everything lies."""
    with listening(store, readable=True) as site:
        site.knows({"acme/web#1": "1", "acme/api#2": "2"}, says="Blocked by: acme/api#2")
    keep(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))
    deliveries = Deliveries(store)
    deliveries.keep([Delivery("github/acme", f"id-{number}", "issues", b"{}") for number in range(5)], 1000.0)
    deliveries.close()
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request, tmp_path):
    """Another store, with nothing in it, not even tables."""
    if request.param == "sqlite":
        engine = open_store(f"sqlite:///{tmp_path / 'another.db'}")
        yield engine
        engine.dispose()
        return

    with database(request.getfixturevalue("postgres_url"), "") as url:
        engine = open_store(url)
        yield engine
        engine.dispose()


def content(engine):
    with reading(engine) as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for table in metadata.sorted_tables
        }


def test_every_row_is_in_the_copy_and_no_other(filled, empty):
    told = []

    rows = copy(filled, empty, told.append)

    assert content(empty) == content(filled)
    assert rows == sum(len(some) for some in content(filled).values())
    assert {one.table for one in told} == {name for name, some in content(filled).items() if some}


def test_what_comes_later_is_numbered_behind_what_was_copied(filled, empty):
    copy(filled, empty, lambda _: None)

    deliveries = Deliveries(empty)
    assert deliveries.keep([Delivery("github/acme", "later", "issues", b"{}")], 2000.0) == 1
    [latest, before] = deliveries.latest(2)
    deliveries.close()
    assert latest.id > before.id


def test_nothing_is_copied_over_anything(filled, empty):
    copy(filled, empty, lambda _: None)

    with pytest.raises(StoreError, match="not empty: there is something in"):
        copy(filled, empty, lambda _: None)


def test_a_store_with_another_schema_is_refused_with_what_to_do(filled, empty):
    with filled.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0003'"))

    with pytest.raises(StoreError, match="'detour db upgrade' brings it up to date"):
        copy(filled, empty, lambda _: None)


def test_a_backup_is_whole_though_others_write_meanwhile(filled, tmp_path):
    if filled.dialect.name != "sqlite":
        with pytest.raises(StoreError, match="pg_dump"):
            back_up(filled, tmp_path / "backup.db")
        return
    ended = threading.Event()

    def write():
        number = 0
        while not ended.is_set():
            number += 1
            with filled.begin() as connection:
                row = {"name": f"n{number}", "value": b"x" * CHUNK}
                connection.execute(insert(metadata.tables["setting"]), [row])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        size = back_up(filled, tmp_path / "backup.db")
    finally:
        ended.set()
        writer.join()

    assert size > 0
    copied = open_store(f"sqlite:///{tmp_path / 'backup.db'}")
    with reading(copied) as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
    assert content(copied)["delivery"] == content(filled)["delivery"]
    copied.dispose()
    with pytest.raises(StoreError, match="nothing is written over it"):
        back_up(filled, tmp_path / "backup.db")
