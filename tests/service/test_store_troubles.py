"""The store is full, locked or gone while webhooks come: they are refused, nothing taken is lost, and it heals."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, event, text

from connectors.contract import Delivery
from service import inbox as inbox_module
from service.app import make_app
from service.serving import serving
from service.store.copying import back_up
from service.store.deliveries import Deliveries

SITE = "github/acme"
LARGE = b"x" * 100_000


class Trusting:
    """A connector that takes everything."""

    def verify(self, headers, body, token=""):
        del token
        return Delivery(SITE, headers["x-id"], "issues", body)


class Sender:
    """Sends one delivery after the other and remembers which were acknowledged."""

    def __init__(self, url):
        self.url, self.number, self.acknowledged = url, 0, []
        self.http = httpx.Client(timeout=60, trust_env=False)

    def sends(self, body=b"{}"):
        self.number += 1
        answer = self.http.post(f"{self.url}/webhooks/{SITE}", content=body, headers={"x-id": str(self.number)})
        if answer.status_code == 200:
            self.acknowledged.append(str(self.number))
        else:
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        return answer.status_code

    def sends_until(self, status, body):
        for _ in range(1000):
            if self.sends(body) == status:
                return
        raise AssertionError(f"never {status}")


@pytest.fixture
def sender(store):
    with serving(make_app(store, {SITE: Trusting()})) as url:
        one = Sender(url)
        yield one
        one.http.close()


def kept(store):
    return sorted((one.vendor_id for one in Deliveries(store).latest(10_000)), key=int)


class Disk:
    """The room that a database has: a real limit of SQLite's, and what PostgreSQL says of a full disk."""

    def __init__(self, store):
        self.store = store
        if store.dialect.name == "sqlite":
            with store.connect() as connection:
                pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            # It belongs to a connection, so that each new one has it as long as there is no room.
            self.limit = f"PRAGMA max_page_count={pages + 60}"
            event.listen(store, "connect", lambda connection, _record: connection.execute(self.limit))
            store.dispose()
        else:
            self._runs(f"CREATE TABLE room AS SELECT 4 AS rows; {FULL_DISK}")

    def has_room_again(self):
        self.limit = "PRAGMA max_page_count=1073741823"
        if self.store.dialect.name != "sqlite":
            self._runs("UPDATE room SET rows = 1000000")

    def _runs(self, statements):
        with self.store.begin() as connection:
            connection.exec_driver_sql(statements)


FULL_DISK = """
    CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT count(*) FROM delivery) >= (SELECT rows FROM room) THEN
            RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100';
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER full_disk BEFORE INSERT ON delivery FOR EACH ROW EXECUTE FUNCTION full_disk()
"""


def test_a_full_disk_refuses_what_comes_and_takes_it_when_there_is_room_again(store):
    disk = Disk(store)
    with serving(make_app(store, {SITE: Trusting()})) as url:
        sender = Sender(url)
        sender.sends_until(503, LARGE)
        sender.sends(LARGE)
        acknowledged, while_full = list(sender.acknowledged), kept(store)
        disk.has_room_again()
        sender.sends_until(200, LARGE)
        sender.http.close()

    assert acknowledged
    assert while_full == acknowledged
    assert kept(store) == sender.acknowledged


@contextmanager
def locked(store):
    """Somebody holds the table, as a backup by other means or a hanging transaction does."""
    with store.connect() as other:
        if store.dialect.name == "postgresql":
            other.exec_driver_sql("LOCK TABLE delivery IN ACCESS EXCLUSIVE MODE")
        else:
            other.exec_driver_sql("UPDATE clock SET tick = tick")
        yield
        other.rollback()


def test_a_locked_store_refuses_and_knows_afterwards_what_it_took(store, sender, monkeypatch):
    monkeypatch.setattr(inbox_module, "COMMIT_SECONDS", 0.2)
    first = sender.sends()

    with locked(store):
        while_locked = sender.sends()
    monkeypatch.setattr(inbox_module, "COMMIT_SECONDS", 60)
    afterwards = sender.sends()

    assert (first, while_locked, afterwards) == (200, 503, 200)
    assert set(sender.acknowledged) <= set(kept(store))


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("replaced", [False, True])
def test_a_file_that_was_deleted_or_replaced_takes_nothing_that_would_be_lost(store, sender, tmp_path, replaced):
    path = Path(store.url.database)
    sender.sends()
    backup = tmp_path / "backup.db"
    back_up(store, backup)

    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        file.unlink(missing_ok=True)
    if not replaced:
        assert sender.sends() == 503
        for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
            file.unlink(missing_ok=True)
    shutil.move(backup, path)

    sender.sends_until(200, b"{}")
    assert kept(store) == sender.acknowledged


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_a_database_that_is_gone_for_a_while_is_asked_again(store, sender):
    sender.sends()
    name = store.url.database
    admin = store.url.set(database="postgres")
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :it"), {"it": name}
        )
        gone = sender.sends()
        connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    engine.dispose()

    sender.sends_until(200, b"{}")
    assert gone == 503
    assert kept(store) == sender.acknowledged
