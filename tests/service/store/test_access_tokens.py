import pytest
from sqlalchemy import select

from service.store import access_tokens as tokens
from service.store.access_tokens import NameTakenError, Scope
from service.store.connection import reading
from service.store.tables import token as table


def made(store, name="ci", scope=Scope.READ, **more):
    with store.begin() as connection:
        return tokens.make(connection, name, scope, "machine", 1000.0, **more)


def shown(store, value):
    with reading(store) as connection:
        return tokens.token_of(connection, value)


def revoked(store, name, now=2000.0):
    with store.begin() as connection:
        return tokens.revoke(connection, name, now)


def test_a_token_is_known_by_what_its_program_shows(store):
    found = shown(store, made(store, scope=Scope.ACT, until=5000.0))

    assert (found.name, found.scope, found.made_by, found.made) == ("ci", Scope.ACT, "machine", 1000.0)
    assert (found.until, found.used, found.revoked) == (5000.0, None, None)


def test_the_store_holds_nothing_that_a_program_could_show(store):
    value = made(store)

    with reading(store) as connection:
        [row] = connection.execute(select(table)).all()
    assert value.startswith("detour_")
    assert value not in str(row)
    assert (shown(store, row.digest), shown(store, "detour_")) == (None, None)


def test_a_token_is_good_until_its_end_or_until_it_is_revoked(store):
    ending, lasting = shown(store, made(store, until=5000.0)), shown(store, made(store, "other"))
    revoked(store, "other")

    assert [ending.is_good(now) for now in (4999.0, 5000.0)] == [True, False]
    assert lasting.is_good(1e12)
    with reading(store) as connection:
        [other, _] = tokens.every(connection)
    assert not other.is_good(2001.0)


def test_a_name_is_free_again_once_its_token_is_revoked(store):
    first = made(store)
    with pytest.raises(NameTakenError):
        made(store)

    revoked(store, "ci")
    second = made(store)

    assert (shown(store, first).revoked, shown(store, second).revoked) == (2000.0, None)


def test_what_was_revoked_stays_revoked_as_of_then(store):
    value = made(store)

    assert revoked(store, "ci").name == "ci"
    assert revoked(store, "ci", 3000.0) is None
    assert shown(store, value).revoked == 2000.0


def test_a_use_is_known_to_some_minutes(store):
    value = made(store)
    with store.begin() as connection:
        tokens.used(connection, tokens.token_of(connection, value), 1100.0)

    found = shown(store, value)
    assert [tokens.is_used_lately(found, now) for now in (1101.0, 1500.0)] == [True, False]
