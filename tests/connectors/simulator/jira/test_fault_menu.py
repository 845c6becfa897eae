"""Every fault of Jira's menu as any client sees it, and whether what it asked for was done."""

import httpx
import pytest

from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.fault_menu import MENU, chosen
from tests.connectors.simulator.jira.asking import rest

SEEN = {
    "bad-gateway-afterwards": (502, True),
    "bad-gateway": (502, False),
    "too-many-requests": (429, False),
    "unauthorized": (401, False),
    "slow": (201, True),
    "dropped": (httpx.RemoteProtocolError, False),
    "dropped-afterwards": (httpx.RemoteProtocolError, True),
}


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request):
    with simulated_jira(flavor=request.param) as desk:
        desk.person("mia").opens("WEB", "Checkout")
        yield desk


def writes(desk):
    """What comes of a comment: an answer, or the error of a client that has none."""
    try:
        return rest(desk, "POST", "/issue/WEB-1/comment", json={"body": "hello"})
    except httpx.TransportError as error:
        return error


def done(desk):
    return [one.text for one in desk.comments_of(desk.issue("WEB-1"))] == ["hello"]


def test_the_table_above_lacks_nothing():
    assert SEEN.keys() == {one.name for one in MENU}


@pytest.mark.parametrize("name", SEEN)
def test_a_fault_looks_like_this_and_is_over_then(desk, name):
    desk.fails(chosen(name).fault(0.01, desk.seconds()), "POST", "*/comment")

    answer = writes(desk)

    assert (getattr(answer, "status_code", type(answer)), done(desk)) == SEEN[name]
    assert writes(desk).status_code == 201


def test_a_limit_tells_the_seconds_to_wait(desk):
    desk.fails(chosen("too-many-requests").fault(7, desk.seconds()))

    assert writes(desk).headers["retry-after"] == "7"
