"""A person lets things go wrong over HTTP, and a client meets it."""

import json

import httpx
import pytest

from connectors.simulator.github import simulated_github
from connectors.simulator.github.fault_menu import MENU
from tests.connectors.simulator.asking import SECRET, receiver, rest
from tests.connectors.simulator.browsing import Page, look

COMMENTS = "/repos/acme/web/issues/1/comments"


@pytest.fixture
def hub():
    with simulated_github() as hub:
        hub.person("mia").opens("acme/web", "Checkout")
        yield hub


@pytest.fixture
def arrived(hub):
    with receiver() as (url, arrived):
        hub.webhook_to(url, SECRET)
        yield arrived


def switch(hub, name, headers=None, **fields):
    return httpx.post(f"{hub.address}/_simulator/{name}", data=fields, headers=headers)


def writes(hub):
    return rest(hub, "POST", COMMENTS, json={"body": "hello"}).status_code


def titles(hub, arrived):
    hub.settled()
    return [json.loads(body)["issue"]["title"] for _, body, _ in arrived]


def opens(hub, names="abc"):
    for title in names:
        hub.person("mia").opens("acme/web", title)


def test_a_fault_is_switched_on_and_is_over_after_so_many_requests(hub):
    answer = switch(hub, "faults", fault="bad-gateway", method="POST", path="*/comments", times=2)

    ahead = look(hub, "/_simulator").text
    statuses = [writes(hub) for _ in range(3)]

    assert (answer.status_code, answer.headers["location"]) == (303, "/_simulator")
    assert "bad-gateway: 2 requests of POST */comments" in ahead
    assert statuses == [502, 502, 201]
    assert "Nothing goes wrong" in look(hub, "/_simulator").text


@pytest.mark.parametrize("name", [one.name for one in MENU])
def test_every_fault_of_the_menu_can_be_switched_on(hub, name):
    switch(hub, "faults", fault=name, seconds="0")

    assert [one.fault.name for one in hub.api.faults.ahead()] == [name]


def test_all_is_taken_back(hub, arrived):
    switch(hub, "faults", fault="bad-gateway", times=5)
    switch(hub, "webhooks", fate="lost", times=5)
    switch(hub, "heal")

    assert writes(hub) == 201
    assert titles(hub, arrived) == ["Checkout"]


@pytest.mark.parametrize(
    ("fate", "expected"),
    [("lost", ["b", "c"]), ("doubled", ["a", "a", "b", "c"]), ("late", ["b", "c", "a"])],
)
def test_webhooks_go_astray(hub, arrived, fate, expected):
    switch(hub, "webhooks", fate=fate, seconds="0.2")
    opens(hub)

    assert titles(hub, arrived) == expected


@pytest.mark.parametrize(("order", "expected"), [("in order", "abc"), ("backwards", "cba")])
def test_webhooks_are_held_and_released_in_an_order(hub, arrived, order, expected):
    switch(hub, "hold")
    opens(hub)
    held = titles(hub, arrived)
    shown = look(hub, "/_simulator").text
    switch(hub, "release", order=order)

    assert held == []
    assert "3 webhooks held" in shown
    assert titles(hub, arrived) == list(expected)


def test_webhooks_are_released_shuffled(hub, arrived):
    switch(hub, "hold")
    opens(hub)
    switch(hub, "release", order="shuffled")

    assert sorted(titles(hub, arrived)) == list("abc")


def test_a_webhook_is_sent_again(hub, arrived):
    opens(hub, "a")
    switch(hub, "redeliver", id=hub.deliveries[0].id)

    assert titles(hub, arrived) == ["a", "a"]
    assert "issues opened 200, 200" in look(hub, "/_simulator").text


def test_time_goes_by(hub):
    before = hub.seconds()
    switch(hub, "time", days="3")

    assert hub.seconds() - before == pytest.approx(3 * 86_400, abs=2)


def test_the_last_requests_are_shown_with_who_asked_and_the_answer(hub):
    writes(hub)

    assert f"201 detour-bot POST /api/v3{COMMENTS}" in look(hub, "/_simulator").text


@pytest.mark.parametrize(
    ("name", "fields", "complaint"),
    [
        ("faults", {"fault": "nonsense"}, "fault has to be one of bad-gateway-afterwards, "),
        ("faults", {}, "and not nothing"),
        ("faults", {"fault": "slow", "seconds": "soon"}, "seconds has to be a number from 0 to 10000, and not soon"),
        ("faults", {"fault": "slow", "seconds": "nan"}, "and not nan"),
        ("webhooks", {"fate": "lost", "times": "-1"}, "and not -1"),
        ("release", {"order": "<b>"}, "and not <b>"),
        ("redeliver", {"id": "x"}, "There is no such webhook"),
    ],
)
def test_what_cannot_be_done_is_told(hub, name, fields, complaint):
    answer = switch(hub, name, **fields)

    assert answer.status_code == 422
    assert complaint in Page(answer.text).text
    assert hub.api.faults.ahead() == []


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}, {"Host": ""}]
)
def test_strange_pages_in_a_browser_switch_nothing(hub, headers):
    answer = switch(hub, "faults", headers, fault="bad-gateway")

    assert answer.status_code == 403
    assert hub.api.faults.ahead() == []


def test_the_pages_own_form_may(hub):
    assert switch(hub, "faults", {"Origin": hub.address}, fault="slow").status_code == 303


def test_a_slow_answer_does_not_outlive_the_server():
    with simulated_github() as hub, httpx.Client() as http:
        switch(hub, "faults", fault="slow", seconds="60")
        with pytest.raises(httpx.TimeoutException):
            http.get(f"{hub.api_url}/user", timeout=0.1)
