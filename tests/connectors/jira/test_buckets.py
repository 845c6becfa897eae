"""What a site's headers tell of how much it allows, and what a refusal asks for."""

from datetime import UTC, datetime

import pytest

from connectors.contract import Denied
from connectors.jira.buckets import Bucket, bucket_of
from connectors.jira.refusals import refusal

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp()
CLOUD = {"x-ratelimit-limit": "350", "x-ratelimit-remaining": "349"}
SERVER = {
    "x-ratelimit-limit": "70",
    "x-ratelimit-remaining": "12",
    "x-ratelimit-fillrate": "5",
    "x-ratelimit-interval-seconds": "10",
    "retry-after": "0",
}


def test_data_center_tells_how_its_bucket_fills():
    assert bucket_of(SERVER, NOON) == Bucket(limit=70, left=12, fill=5, interval=10, at=NOON)


def test_cloud_tells_what_is_left_of_a_second():
    assert bucket_of(CLOUD, NOON) == Bucket(limit=350, left=349, fill=350, interval=1.0, at=NOON)


def test_a_moment_at_which_everything_is_allowed_again_counts_where_one_is_named():
    told = bucket_of(CLOUD | {"x-ratelimit-reset": "2026-11-23T12:30Z"}, NOON)

    assert (told.interval, told.wait(350, NOON + 60)) == (1800, 1740)


@pytest.mark.parametrize(
    "headers",
    [{}, {"x-ratelimit-limit": "350"}, CLOUD | {"x-ratelimit-limit": "many"}, CLOUD | {"x-ratelimit-remaining": "-1"}],
)
def test_what_is_told_in_part_or_not_in_numbers_is_not_told(headers):
    assert bucket_of(headers, NOON) is None


@pytest.mark.parametrize(
    ("enough", "after", "wait"),
    [(12, 0, 0), (13, 0, 10), (17, 0, 10), (18, 0, 20), (18, 15, 5), (18, 25, 0), (500, 0, 120)],
)
def test_a_bucket_that_fills_in_batches_is_waited_for(enough, after, wait):
    assert bucket_of(SERVER, NOON).wait(enough, NOON + after) == wait


def test_a_bucket_that_never_fills_is_looked_at_again_in_a_minute():
    told = bucket_of(SERVER | {"x-ratelimit-fillrate": "0"}, NOON)

    assert [told.wait(50, NOON + after) for after in (0, 30, 90)] == [60, 30, 0]


LIMITED = {
    "seconds": ({"retry-after": "7"}, 7),
    "a date": ({"retry-after": "Mon, 23 Nov 2026 12:00:40 GMT"}, 40),
    "a moment only": ({"x-ratelimit-reset": "2026-11-23T12:05:00Z"}, 300),
    "nothing": ({}, 60),
    "ages": ({"retry-after": "9223372036854775807"}, 86_400),
}


@pytest.mark.parametrize("name", LIMITED)
def test_a_limited_answer_says_when_to_come_back(name):
    headers, wait = LIMITED[name]

    refused = refusal(429, headers, b"{}", NOON)

    assert (refused.retry_after, isinstance(refused, Denied)) == (wait, False)


@pytest.mark.parametrize(("told", "said"), [("jira-burst-based", "(jira-burst-based)"), ("<b>\x1b[2J", "429: ")])
def test_which_limit_it_was_is_said_where_that_is_a_plain_word(told, said):
    refused = refusal(429, {"ratelimit-reason": told}, b"{}", NOON)

    assert str(refused).endswith(said)
