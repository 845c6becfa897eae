"""Every fault of the menu as any client sees it, and whether what it asked for was done."""

import threading

import httpx
import pytest

from connectors.simulator.github import Moment, simulated_github
from connectors.simulator.github.fault_menu import MENU, chosen
from tests.connectors.simulator.asking import rest

COMMENTS = "/repos/acme/web/issues/1/comments"
SEEN = {
    "bad-gateway-afterwards": (502, True),
    "bad-gateway": (502, False),
    "too-many-requests": (429, False),
    "secondary-limit": (403, False),
    "primary-limit": (403, False),
    "graphql-limit": (200, False),
    "slow": (201, True),
    "dropped": (httpx.RemoteProtocolError, False),
    "dropped-afterwards": (httpx.RemoteProtocolError, True),
}


@pytest.fixture
def hub():
    with simulated_github() as hub:
        hub.person("mia").opens("acme/web", "Checkout")
        yield hub


def writes(hub, **sent):
    """What comes of a comment: a status, or the error of a client that has no answer."""
    try:
        return rest(hub, "POST", COMMENTS, json={"body": "hello"}, **sent)
    except httpx.TransportError as error:
        return error


def done(hub):
    return [one.body for one in hub.comments_of(hub.issue("acme/web#1"))] == ["hello"]


def test_the_table_above_lacks_nothing():
    assert SEEN.keys() == {one.name for one in MENU}


@pytest.mark.parametrize("name", SEEN)
def test_a_fault_looks_like_this_and_is_over_then(hub, name):
    hub.fails(chosen(name).fault(0.01, hub.seconds()), "POST", "*/comments")

    answer = writes(hub)

    assert (getattr(answer, "status_code", type(answer)), done(hub)) == SEEN[name]
    assert writes(hub).status_code == 201


@pytest.mark.parametrize("name", ["too-many-requests", "secondary-limit"])
def test_a_limit_tells_the_seconds_to_wait(hub, name):
    hub.fails(chosen(name).fault(7, hub.seconds()))

    assert writes(hub).headers["retry-after"] == "7"


@pytest.mark.parametrize("name", ["primary-limit", "graphql-limit"])
def test_a_spent_limit_tells_when_it_is_full_again(hub, name):
    hub.fails(chosen(name).fault(90, hub.seconds()))

    answer = writes(hub)

    assert answer.headers["x-ratelimit-remaining"] == "0"
    assert int(answer.headers["x-ratelimit-reset"]) == pytest.approx(hub.seconds() + 90, abs=2)


def test_who_does_not_wait_for_a_slow_answer_has_none_and_the_write_happens(hub):
    handled = threading.Event()
    hub.on_request(lambda moment, _: handled.set() if moment is Moment.AFTER else None)
    hub.fails(chosen("slow").fault(0.3, hub.seconds()))

    answer = writes(hub, timeout=0.1)

    assert isinstance(answer, httpx.ReadTimeout)
    assert not done(hub)
    assert handled.wait(10)
    assert done(hub)


def test_what_is_ahead_is_told_by_its_name_until_it_happened(hub):
    hub.fails(chosen("slow").fault(0, hub.seconds()), "POST", "*/comments", times=2)
    writes(hub)

    assert [(one.fault.name, one.method, one.path, one.times) for one in hub.api.faults.ahead()] == [
        ("slow", "POST", "*/comments", 1)
    ]
