import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError

from service.store.connection import reading
from service.store.deeds import Deed, latest, record
from service.store.tables import deed as table


def did(store, *deeds):
    with store.begin() as connection:
        for one in deeds:
            record(connection, one)


def deed(what, who="github:@ada", **more):
    return Deed(at=1000.0, who=who, name="Ada", what=what, **more)


def test_a_deed_is_kept_with_how_it_was_before_and_after(store):
    did(store, deed("waive", about="github/acme acme/web#1", before=None, after={"until": "2026-12-31", "odds": [0.5]}))

    with reading(store) as connection:
        [kept] = latest(connection)
    assert (kept.who, kept.name, kept.what, kept.about) == ("github:@ada", "Ada", "waive", "github/acme acme/web#1")
    assert (kept.at, kept.before, kept.after) == (1000.0, None, {"until": "2026-12-31", "odds": [0.5]})


def test_the_newest_come_first_and_one_goes_on_below_the_last_that_was_seen(store):
    did(store, *(deed(f"deed {number}") for number in range(5)))

    with reading(store) as connection:
        first = latest(connection, 2)
        then = latest(connection, 2, below=first[-1].id)

    assert [one.what for one in (*first, *then)] == ["deed 4", "deed 3", "deed 2", "deed 1"]


def test_the_deeds_of_one_person_can_be_looked_at_alone(store):
    did(store, deed("recheck"), deed("replay", who="token:ci"), deed("waive"))

    with reading(store) as connection:
        assert [one.what for one in latest(connection, who="github:@ada")] == ["waive", "recheck"]


@pytest.mark.parametrize("change", [update(table).values(who="somebody else"), delete(table)])
def test_the_database_itself_keeps_a_deed_as_it_was_done(store, change):
    did(store, deed("waive"))

    with pytest.raises(DBAPIError, match="deeds are kept as they were done"), store.begin() as connection:
        connection.execute(change)

    with reading(store) as connection:
        assert [one.who for one in latest(connection)] == ["github:@ada"]


def test_what_was_not_done_is_no_deed(store):
    with store.connect() as connection:
        record(connection, deed("waive"))
        connection.rollback()

    with reading(store) as connection:
        assert latest(connection) == []
