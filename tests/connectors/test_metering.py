"""What a site was asked is counted by how it answered, and what is left of its limits is remembered."""

import asyncio

import httpx
import pytest

from connectors.metering import Left, Meter, outcome


@pytest.mark.parametrize(
    ("status", "headers", "word"),
    [
        (200, {}, "ok"),
        (304, {}, "ok"),
        (404, {}, "refused"),
        (403, {}, "refused"),
        (403, {"retry-after": "60"}, "limited"),
        (403, {"x-ratelimit-remaining": "0"}, "limited"),
        (403, {"x-ratelimit-remaining": "10"}, "refused"),
        (429, {}, "limited"),
        (502, {}, "failed"),
    ],
)
def test_an_answer_has_an_outcome(status, headers, word):
    assert outcome(status, headers) == word


def noted(*answers):
    meter = Meter()
    for status, headers in answers:
        asyncio.run(meter.note(httpx.Response(status, headers=headers)))
    return meter


def limits(limit, remaining, **named):
    return {"x-ratelimit-limit": limit, "x-ratelimit-remaining": remaining, **named}


def test_requests_are_counted_and_the_last_answer_tells_what_is_left():
    graphql = {"x-ratelimit-resource": "graphql"}
    meter = noted((200, limits("5000", "4999", **graphql)), (200, limits("5000", "4990", **graphql)), (500, {}))
    meter.unanswered()

    assert meter.requests == {"ok": 2, "failed": 1, "unanswered": 1}
    assert meter.left == {"graphql": Left(5000, 4990)}


def test_a_limit_without_a_name_is_of_requests_and_strange_names_are_one():
    meter = noted((200, limits("100", "7")), *((200, limits("1", "1", **{"x-ratelimit-resource": n})) for n in "ab"))

    assert meter.left == {"requests": Left(100, 7), "other": Left(1, 1)}


@pytest.mark.parametrize("headers", [{}, limits("many", "7"), limits("-1", "7"), limits("9" * 20, "7")])
def test_what_is_no_number_is_not_remembered(headers):
    assert noted((200, headers)).left == {}
