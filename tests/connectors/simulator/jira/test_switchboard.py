"""A person lets things go wrong with Jira over HTTP, and a client meets it. What all trackers share is tried there."""

import httpx
import pytest

from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.fault_menu import MENU
from tests.connectors.simulator.asking import receiver
from tests.connectors.simulator.browsing import look
from tests.connectors.simulator.jira.asking import rest

COMMENTS = "/issue/WEB-1/comment"


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request):
    with simulated_jira(flavor=request.param) as desk:
        desk.person("mia").opens("WEB", "Checkout")
        yield desk


def switch(desk, name, **fields):
    return httpx.post(f"{desk.address}/_simulator/{name}", data=fields)


def writes(desk):
    return rest(desk, "POST", COMMENTS, json={"body": "hello"}).status_code


def test_a_fault_is_switched_on_and_is_over_after_so_many_requests(desk):
    answer = switch(desk, "faults", fault="unauthorized", method="POST", path="*/comment", times=2)

    ahead = look(desk, "/_simulator").text
    statuses = [writes(desk) for _ in range(3)]

    assert (answer.status_code, answer.headers["location"]) == (303, "/_simulator")
    assert "unauthorized: 2 requests of POST */comment" in ahead
    assert statuses == [401, 401, 201]
    assert "Nothing goes wrong" in look(desk, "/_simulator").text


@pytest.mark.parametrize("name", [one.name for one in MENU])
def test_every_fault_of_the_menu_can_be_switched_on(desk, name):
    switch(desk, "faults", fault=name, seconds="0")

    assert [one.fault.name for one in desk.api.faults.ahead()] == [name]


def test_faults_of_github_are_not_on_the_menu(desk):
    assert switch(desk, "faults", fault="graphql-limit").status_code == 422
    assert desk.api.faults.ahead() == []


def test_the_form_offers_what_programs_do_to_comments_of_jira(desk):
    page = look(desk, "/_simulator")

    assert [one["value"] for tag, one in page.tags if tag == "input" and one["name"] == "path"] == ["*/comment"]
    assert "POSTPUTDELETEGET*" in page.text


@pytest.mark.parametrize(("fate", "arriving"), [("lost", 1), ("doubled", 3), ("late", 2)])
def test_webhooks_go_astray(desk, fate, arriving):
    with receiver() as (url, arrived):
        desk.webhook_to(url, "secret")
        switch(desk, "webhooks", fate=fate, seconds="0.1")
        for title in ("a", "b"):
            desk.person("mia").opens("WEB", title)
        desk.settled()

        assert len(arrived) == arriving
        assert "jira:issue_created" in look(desk, "/_simulator").text


def test_time_goes_by(desk):
    before = desk.seconds()
    switch(desk, "time", days="3")

    assert desk.seconds() - before == pytest.approx(3 * 86_400, abs=2)


def test_the_last_requests_are_shown_with_who_asked_and_the_answer(desk):
    writes(desk)

    assert f"201 detour-bot POST /rest/api/2{COMMENTS}" in look(desk, "/_simulator").text
