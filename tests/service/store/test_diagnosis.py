"""What a doctor asks of a store, on both databases."""

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import SQLAlchemyError

from service.store import diagnosis
from service.store.clock import last_tick, next_tick
from service.store.connection import reading
from service.store.tables import verdict


def asked(store, question):
    with reading(store) as connection:
        return question(connection)


def test_trying_to_write_changes_nothing(store):
    with store.begin() as connection:
        before = next_tick(connection)

    diagnosis.try_to_write(store)

    assert asked(store, last_tick) == before


def test_a_store_that_takes_no_writes_says_so(store):
    with store.begin() as connection:
        connection.execute(text("ALTER TABLE clock RENAME TO gone"))

    with pytest.raises(SQLAlchemyError):
        diagnosis.try_to_write(store)


def test_its_time_is_later_each_time_and_of_this_age(store):
    first, second = asked(store, diagnosis.seconds), asked(store, diagnosis.seconds)

    assert 1_700_000_000 < first <= second


def test_it_grows_with_what_it_holds(store):
    before = asked(store, diagnosis.size)
    with store.begin() as connection:
        connection.execute(text("CREATE TABLE filler (body TEXT)"))
        for _ in range(20):
            connection.execute(text("INSERT INTO filler VALUES (:body)"), {"body": "x" * 100_000 + str(_)})

    assert asked(store, diagnosis.size) > before > 0


def test_judged_issues_are_counted_by_team(store):
    row = {"judged": 1.0, "stale": False, "live": False, "findings": b"[]"}
    with store.begin() as connection:
        for issue, team in enumerate(("web", "web", "pay")):
            connection.execute(insert(verdict).values(row | {"issue_id": issue, "team": team}))

    assert asked(store, diagnosis.issues_by_team) == {"web": 2, "pay": 1}


def test_only_a_store_in_a_file_has_a_folder(store):
    folder = diagnosis.folder(store)

    assert (folder is not None and folder.is_dir()) if store.dialect.name == "sqlite" else folder is None
