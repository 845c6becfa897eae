"""Sweeps within what the made-up Jira allows: they leave the rest to others, and go on when they are told to."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.jira import number_search
from connectors.simulator.jira import failures, simulated_jira
from connectors.simulator.jira.quotas import TokenBucket
from tests.connectors.simulator.jira.sweeping import refs, swept, swept_patiently

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def cloud():
    with simulated_jira(clock=lambda: NOON) as desk:
        yield desk


@pytest.fixture
def server():
    with simulated_jira(flavor="datacenter", clock=lambda: NOON) as desk:
        desk.api.limits.page = 10
        yield desk


def fill(desk, count):
    mia = desk.person("mia")
    return {mia.opens(f"P{number % 3}", f"Issue {number}").ref for number in range(count)}


FAULTS = {
    "429 in seconds": (failures.too_many_requests(7), 7),
    "429 until a date": (failures.too_many_requests(NOON + timedelta(days=3000)), 86_400),
    "429 without a time": (failures.too_many_requests(), 60),
    "503": (failures.unavailable(30), 30),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("flavor", ["cloud", "datacenter"])
def test_a_refusal_of_any_request_costs_a_pause_and_no_issue(flavor, name, monkeypatch):
    monkeypatch.setattr(number_search, "A_READING", 10)
    fault, pause = FAULTS[name]
    with simulated_jira(flavor=flavor, clock=lambda: NOON) as desk:
        desk.api.limits.page = 10
        made = fill(desk, 35)
        needed = answered(desk, swept)
        for _ in range(needed):
            desk.fails(fault)
            desk.fails(failures.slow(0))

        pages, waits = swept_patiently(desk)

        assert set(refs(pages)) == made
        assert waits == [pause] * needed


def answered(desk, ask):
    """How many requests something takes."""
    before = len(desk.requests)
    ask(desk)
    return len(desk.requests) - before


def test_no_more_requests_are_sent_in_a_second_than_the_share_of_clouds_burst(monkeypatch):
    monkeypatch.setattr(number_search, "A_READING", 3)
    with simulated_jira() as desk:
        made = fill(desk, 60)
        burst = desk.api.quotas.burst
        burst.most = 1000

        pages = swept(desk, share=0.1)

        assert set(refs(pages)) == made
        assert burst.peak <= 0.1 * 100 + 2


def test_what_is_left_of_clouds_second_is_left_to_others(cloud, monkeypatch):
    monkeypatch.setattr(number_search, "A_READING", 3)
    made = fill(cloud, 20)
    cloud.api.quotas.burst.most = 4

    pages, waits = swept_patiently(cloud, share=0.5)

    assert (set(refs(pages)), cloud.api.quotas.refused) == (made, [])
    assert (cloud.api.quotas.burst.peak, set(waits)) == (2, {1})


def test_where_the_points_of_an_hour_are_used_up_it_goes_on_when_it_is_told_to(cloud, monkeypatch):
    monkeypatch.setattr(number_search, "A_PAGE", 50)
    monkeypatch.setattr(number_search, "A_READING", 20)
    made = fill(cloud, 150)
    cloud.api.quotas.points.most = 130

    pages, waits = swept_patiently(cloud, share=0.5)

    assert set(refs(pages)) == made
    assert waits
    assert all(0 < wait <= 3600 for wait in waits)


@pytest.mark.parametrize("share", [0.2, 0.5, 1.0])
def test_data_centers_bucket_is_never_emptied_below_the_rest_of_the_share(server, share):
    made = fill(server, 100)
    server.api.quotas.bucket = bucket = TokenBucket(limit=10, fill=2, interval=5)

    pages, waits = swept_patiently(server, share=share)

    assert set(refs(pages)) == made
    assert bucket.lowest >= round((1 - share) * bucket.limit) - 1
    assert (len(waits) > 0, share < 1 and len(server.api.quotas.refused) > 0) == (True, False)


def test_a_bucket_of_a_single_token_lets_a_sweep_end(server):
    made = fill(server, 25)
    server.api.quotas.bucket = TokenBucket(limit=1, fill=1, interval=30)

    pages, waits = swept_patiently(server, share=0.5)

    assert (set(refs(pages)), server.api.quotas.refused) == (made, [])
    assert set(waits) == {30}
