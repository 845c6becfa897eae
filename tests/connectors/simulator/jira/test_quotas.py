"""How much may be asked of the made-up Jira, and what it says of that."""

from datetime import UTC, datetime, timedelta

import pytest

from connectors.simulator.jira import simulated_jira
from connectors.simulator.jira.quotas import TokenBucket
from tests.connectors.simulator.jira.asking import rest

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture(params=["cloud", "datacenter"])
def desk(request):
    with simulated_jira(flavor=request.param, clock=lambda: NOON) as desk:
        yield desk


@pytest.fixture
def server():
    with simulated_jira(flavor="datacenter", clock=lambda: NOON) as desk:
        yield desk


def asks(desk, count, path="/myself"):
    return [rest(desk, "GET", path) for _ in range(count)]


def test_nothing_is_limited_until_somebody_says_so(desk):
    answers = asks(desk, 20)

    assert {one.status_code for one in answers} == {200}
    assert not any(name.startswith("x-ratelimit") for one in answers for name in one.headers)


def test_one_request_too_many_within_a_second_is_refused_and_says_until_when(desk):
    desk.api.quotas.burst.most = 3

    *fine, refused = asks(desk, 4)
    desk.passes(seconds=1)
    [again] = asks(desk, 1)

    assert [one.headers["x-ratelimit-remaining"] for one in fine] == ["2", "1", "0"]
    assert (refused.status_code, refused.headers["ratelimit-reason"]) == (429, "jira-burst-based")
    assert (refused.headers["retry-after"], refused.headers["x-ratelimit-reset"]) == ("1", "2026-11-23T12:00:01Z")
    assert (again.status_code, desk.api.quotas.refused, desk.api.quotas.burst.peak) == (200, ["jira-burst-based"], 3)


def test_a_point_is_a_request_or_a_thing_in_an_answer_and_comes_back_after_an_hour(desk):
    mia = desk.person("mia", writes=("WEB",))
    for number in range(4):
        mia.opens("WEB", f"Issue {number}")
    desk.api.quotas.points.most = 10
    path = "/search/jql?jql=project=WEB" if desk.flavor == "cloud" else "/search?jql=project=WEB"

    fine = asks(desk, 2, path)
    [refused] = asks(desk, 1, path)
    desk.passes(hours=1)
    [again] = asks(desk, 1)

    assert [one.status_code for one in (*fine, again)] == [200, 200, 200]
    assert (refused.status_code, refused.headers["ratelimit-reason"]) == (429, "jira-quota-tenant-based")
    assert refused.headers["retry-after"] == "3600"
    assert desk.api.quotas.points.peak == 10 + 1


def test_data_centers_bucket_fills_in_batches_and_every_answer_tells_how_full_it_is(server):
    server.api.quotas.bucket = bucket = TokenBucket(limit=3, fill=2, interval=10)

    *fine, refused = asks(server, 4)
    server.passes(seconds=10)
    [again] = asks(server, 1)

    assert [one.headers["x-ratelimit-remaining"] for one in fine] == ["2", "1", "0"]
    assert {one.headers["x-ratelimit-fillrate"] for one in fine} == {"2"}
    assert {one.headers["x-ratelimit-interval-seconds"] for one in fine} == {"10"}
    assert (refused.status_code, refused.headers["retry-after"], server.api.quotas.refused) == (429, "10", ["bucket"])
    assert (again.status_code, again.headers["x-ratelimit-remaining"], bucket.lowest) == (200, "1", 0)


def test_a_bucket_is_never_fuller_than_it_is_large():
    bucket = TokenBucket(limit=3, fill=2, interval=10)
    noon = NOON.timestamp()

    assert bucket.take(noon)
    assert bucket.take(noon + timedelta(days=1).total_seconds())

    assert (bucket.left, bucket.lowest) == (2, 2)
