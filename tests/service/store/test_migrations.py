"""What an earlier Detour kept is there after an upgrade, and means the same."""

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Float, Integer, LargeBinary, MetaData, func, insert, select

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


def test_what_is_kept_by_any_earlier_schema_is_there_after_every_upgrade(older):
    """A row is put into every table at every schema, so that each upgrade meets what all earlier ones left."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    schemas = [one.revision for one in ScriptDirectory.from_config(config).walk_revisions()][::-1]
    kept = {}

    for number, schema in enumerate(schemas, start=1):
        store = older(schema)
        there, before = tables_of(store), counted(store)
        with store.begin() as connection:
            for table in there:
                connection.execute(insert(table).values(row_of(table, number, schema)))
                kept[table.name] = kept.get(table.name, before[table.name]) + 1

    upgrade(store)
    with reading(store) as connection:
        assert is_current(connection)
    assert counted(store) == kept
    assert Deliveries(store).counts()[DeliveryState.KEPT] == len(schemas)


def counted(store):
    """How many rows there are, by table."""
    with reading(store) as connection:
        return {one.name: connection.scalar(select(func.count()).select_from(one)) for one in tables_of(store)}


def tables_of(store):
    """Those of ours, as they are now; procrastinate's have their own upgrades."""
    found = MetaData()
    found.reflect(store)
    return [one for one in found.sorted_tables if not one.name.startswith(("procrastinate", "alembic"))]


def row_of(table, number, schema):
    """A row that no other is like, with something in every column."""
    return {column.name: value_of(column, number, schema) for column in table.columns}


def value_of(column, number, schema):
    place = f"{column.table.name}.{column.name}"
    if place == "delivery.state":
        return "new" if schema < "0003" else "kept"
    if place == "issue.told":
        return b'{"issue": {"state": 1}}'
    if isinstance(column.type, Boolean):
        return False
    if isinstance(column.type, Integer | Float):
        return number
    return b"[]" if isinstance(column.type, LargeBinary) else f"x{number}"
