from sqlalchemy import func, select

from service.store import access_sessions as sessions
from service.store.access_sessions import Person
from service.store.connection import reading
from service.store.tables import session as table

ADA = Person("github", "github:@ada", "Ada", frozenset({"group:github:acme/sre", "person:github:@ada"}))
HOUR = 3600.0


def begun(store, person=ADA, now=1000.0):
    with store.begin() as connection:
        return sessions.begin(connection, person, now, HOUR)


def person(store, shown, now=1001.0):
    with reading(store) as connection:
        return sessions.person_of(connection, shown, now)


def test_whoever_shows_a_session_is_known_by_it(store):
    assert person(store, begun(store)) == ADA


def test_each_session_is_another(store):
    assert begun(store) != begun(store)


def test_the_store_holds_nothing_that_a_browser_could_show(store):
    shown = begun(store)

    with reading(store) as connection:
        [row] = connection.execute(select(table)).all()
    assert shown not in str(row)
    assert person(store, row.digest) is None


def test_a_session_ends_by_itself(store):
    shown = begun(store)

    assert person(store, shown, now=1000.0 + HOUR - 1) == ADA
    assert person(store, shown, now=1000.0 + HOUR) is None


def test_a_session_that_was_ended_is_worth_nothing_and_others_go_on(store):
    shown, other = begun(store), begun(store)

    with store.begin() as connection:
        sessions.end(connection, shown)

    assert (person(store, shown), person(store, other)) == (None, ADA)


def test_sessions_that_are_over_are_forgotten_when_another_begins(store):
    begun(store)
    begun(store, now=1000.0 + HOUR)

    with reading(store) as connection:
        assert connection.execute(select(func.count()).select_from(table)).scalar() == 1


def test_what_is_no_session_is_nobodys(store):
    begun(store)

    assert [person(store, shown) for shown in ("", "x" * 5000, "\udcff")] == [None] * 3
