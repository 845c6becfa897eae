import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import insert

from service.store.connection import MIGRATIONS, is_current, open_store, reading, revision, upgrade
from service.store.deliveries import Deliveries, DeliveryState
from service.store.tables import verdict
from service.store.verdicts import awake, verdicts_on

KEPT = "INSERT INTO delivery (site, vendor_id, event, digest, body, received, state, note) VALUES "


@pytest.fixture
def older(store_url):
    """A store as an earlier Detour left it, by the number of its schema."""
    engine = open_store(store_url)

    def at(revision):
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
        return engine

    yield at
    engine.dispose()


def test_deliveries_that_were_kept_before_their_states_had_other_words_are_still_there(older):
    store = older("0002")
    with store.begin() as connection:
        for number, state in enumerate(("new", "done", "failed")):
            connection.exec_driver_sql(f"{KEPT} ('github/acme', 'id-{number}', 'issues', '', '', 1.0, '{state}', '')")

    upgrade(store)

    states = {one.vendor_id: one.state for one in Deliveries(store).latest(3)}
    assert states == {"id-0": DeliveryState.KEPT, "id-1": DeliveryState.DONE, "id-2": DeliveryState.DEAD}


def test_a_verdict_that_was_kept_with_its_text_is_made_anew(older):
    store = older("0004")
    row = {"issue_id": 7, "judged": 1.0, "wake_at": None, "stale": False, "live": True, "findings": b"[]"}
    with store.begin() as connection:
        connection.execute(insert(verdict).values(row | {"remark": b'{"tone": "spoken", "body": "a text"}'}))

    upgrade(store)

    with store.begin() as connection:
        assert awake(connection, now=2.0, limit=10) == [7]
        assert verdicts_on(connection, [7])[7].remark is None


def test_a_verdict_that_was_kept_without_its_days_is_made_anew(older):
    store = older("0005")
    row = {"issue_id": 7, "judged": 1.0, "wake_at": None, "stale": False, "live": True, "findings": b"[]"}
    with store.begin() as connection:
        connection.execute(insert(verdict).values(row))

    upgrade(store)

    with store.begin() as connection:
        assert awake(connection, now=2.0, limit=10) == [7]
        assert (verdicts_on(connection, [7])[7].team, verdicts_on(connection, [7])[7].agenda) == ("", ())


def test_a_new_store_has_the_last_schema_of_all(store):
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))

    with reading(store) as connection:
        assert [revision(connection)] == ScriptDirectory.from_config(config).get_heads()
        assert is_current(connection)
