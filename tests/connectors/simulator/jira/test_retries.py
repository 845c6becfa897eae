"""Which webhooks the made-up Jira sends again, and what is the same about them then."""

import time

import pytest

from connectors.simulator.jira import simulated_jira
from tests.connectors.simulator.asking import receiver
from tests.connectors.simulator.jira.asking import SECRET, connector

RETRY = "x-atlassian-webhook-retry"
HANGS_UP = 0


def tells(flavor, **answers):
    """What arrives of one webhook, and its delivery, where the receiver answers so."""
    with simulated_jira(flavor=flavor) as desk, receiver(**answers) as (url, arrived):
        desk.sender.pause = 0.001
        desk.webhook_to(url, SECRET)
        desk.person("mia").opens("WEB", "One")
        desk.settled()
        return arrived, desk.deliveries[0], connector(desk)


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, HANGS_UP])
def test_cloud_tries_again_until_it_is_taken(status):
    arrived, delivery, receives = tells("cloud", first=[status, status])

    verified = [receives.verify(headers, body) for headers, body, _ in arrived]
    assert [headers.get(RETRY) for headers, _, _ in arrived] == [None, "1", "2"]
    assert len({(one.vendor_id, one.body) for one in verified}) == 1
    assert delivery.accepted


def test_cloud_gives_up_after_five_more_tries():
    arrived, delivery, _ = tells("cloud", status=503)

    assert [headers.get(RETRY) for headers, _, _ in arrived] == [None, "1", "2", "3", "4", "5"]
    assert (delivery.answers, delivery.accepted) == ([503] * 6, False)


@pytest.mark.parametrize("status", [400, 401, 404, 413])
def test_cloud_takes_a_refusal_as_one(status):
    arrived, delivery, _ = tells("cloud", status=status)

    assert (len(arrived), delivery.answers) == (1, [status])


@pytest.mark.parametrize("status", [429, 503, HANGS_UP])
def test_data_center_never_tries_again(status):
    arrived, delivery, _ = tells("datacenter", first=[status])

    assert (len(arrived), delivery.accepted) == (1, False)


def test_what_waits_for_another_try_holds_up_nothing():
    with simulated_jira() as desk, receiver(first=[503]) as (url, arrived):
        desk.sender.pause = 0.2
        desk.webhook_to(url, SECRET)
        began = time.monotonic()
        for title in "abc":
            desk.person("mia").opens("WEB", title)
        desk.settled()

    assert time.monotonic() - began > 0.2
    assert [headers.get(RETRY) for headers, _, _ in arrived] == [None, None, None, "1"]


def test_what_is_sent_again_on_request_is_the_same():
    with simulated_jira() as desk, receiver() as (url, arrived):
        desk.webhook_to(url, SECRET)
        desk.person("mia").opens("WEB", "One")
        desk.settled()
        desk.redeliver(*desk.deliveries, times=3)
        desk.settled()

    assert len({(headers["x-atlassian-webhook-identifier"], body) for headers, body, _ in arrived}) == 1
    assert len(arrived) == 4
