"""Who asks, of what a request shows; the journeys of test_sign_in_tokens go further, over HTTP."""

import base64

import pytest
from sqlalchemy import event
from starlette.requests import HTTPConnection

from service.access.callers import Callers, address_of, token_in
from service.access.turned_away import TurnedAwayError
from service.access.viewer import Role
from service.settings import Settings
from service.settings.access import AccessTable
from service.store import access_sessions, access_tokens
from service.store.access_sessions import Person
from service.store.access_tokens import Scope

BEARER = "t" * 32
ACCESS = AccessTable(bearer_token=BEARER, bearer_role="operator")


def request(client="127.0.0.1", **headers):
    named = {"host": "127.0.0.1"} | headers
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in named.items()]
    return HTTPConnection({"type": "http", "client": (client, 1), "headers": pairs})


def callers(store, access=ACCESS):
    return Callers(store, Settings(access=access))


@pytest.mark.parametrize(
    ("shown", "token"),
    [
        ("Bearer abc", "abc"),
        ("bearer  abc ", "abc"),
        (f"Basic {base64.b64encode(b'any:a:b').decode()}", "a:b"),
        ("Basic !", ""),
        ("Basic /w==", ""),
        ("Digest abc", None),
        ("", None),
    ],
)
def test_a_program_shows_its_token_in_one_of_two_ways(shown, token):
    assert token_in(request(authorization=shown)) == token


def test_the_address_is_what_the_server_tells():
    assert address_of(request("10.0.0.7", **{"x-forwarded-for": "1.2.3.4"})) == "10.0.0.7"
    assert address_of(HTTPConnection({"type": "http", "headers": []})) == ""


def test_where_somebody_can_sign_in_this_machine_is_nobody(store):
    assert callers(store).viewer(request(), 1000.0) is None
    assert callers(store, AccessTable()).viewer(request(), 1000.0).role is Role.ADMIN


@pytest.mark.parametrize("access", [ACCESS, AccessTable()], ids=["somebody signs in", "this machine alone"])
def test_the_store_is_asked_who_it_is_only_where_something_is_shown(store, access):
    here, asked = callers(store, access), []
    assert here.asks(request()) == (access is not ACCESS)
    here.key  # noqa: B018  # asked for once

    event.listen(store, "before_cursor_execute", lambda *given: asked.append(given[2]))

    assert not here.asks(request(accept="text/html", cookie="other=1"))
    here.viewer(request(accept="text/html", cookie="other=1"), 1000.0)
    assert asked == []
    assert here.asks(request(cookie="detour=x"))
    assert here.asks(request(authorization="Bearer x"))


def test_a_session_that_is_over_is_nobodys(store):
    here = callers(store)
    with store.begin() as connection:
        shown = access_sessions.begin(connection, here.people.holder(), 1000.0, 60.0)

    asked = request(cookie=f"detour={shown}")

    assert (here.viewer(asked, 1059.0).identity, here.viewer(asked, 1060.0)) == ("bearer", None)


def test_a_session_of_a_provider_that_is_gone_is_nobodys(store):
    with store.begin() as connection:
        shown = access_sessions.begin(connection, Person("github", "github:@ada", "Ada"), 1000.0, 60.0)

    assert callers(store).viewer(request(cookie=f"detour={shown}"), 1001.0) is None


def test_a_token_counts_before_a_session(store):
    here = callers(store)
    with store.begin() as connection:
        session = access_sessions.begin(connection, here.people.holder(), 1000.0, 60.0)
        token = access_tokens.make(connection, "ci", Scope.READ, "command", 1000.0)

    asked = request(cookie=f"detour={session}", authorization=f"Bearer {token}")

    assert (here.viewer(asked, 1001.0).identity, here.viewer(asked, 1001.0).form_token) == ("token:ci", "")


@pytest.mark.parametrize("shown", ["", "x" * 10_000, "\xff", BEARER[:-1]])
def test_what_is_no_token_opens_nothing(store, shown):
    with pytest.raises(TurnedAwayError, match="not known here"):
        callers(store).viewer(request(authorization=f"Bearer {shown}"), 1000.0)


def test_without_a_bearer_token_in_the_configuration_none_is_it(store):
    assert not callers(store, AccessTable()).is_bearer_token("")


def test_a_use_is_written_once_in_a_while(store):
    here = callers(store)
    with store.begin() as connection:
        token = access_tokens.make(connection, "ci", Scope.READ, "command", 1000.0)
    asked = request(authorization=f"Bearer {token}")

    used = []
    for now in (1001.0, 1100.0, 1400.0):
        here.viewer(asked, now)
        with store.connect() as connection:
            used.append(access_tokens.token_of(connection, token).used)

    assert used == [1001.0, 1001.0, 1400.0]
