"""Clocks are compared by the Date of answers."""

import asyncio

import httpx
import pytest

from connectors.clocks import Clock


def after(*headers):
    clock = Clock(lambda: 1_800_000_030.0)
    for one in headers:
        asyncio.run(clock.note(httpx.Response(200, headers=one)))
    return clock.ahead


def test_ours_is_ahead_by_what_the_last_answer_tells():
    assert after({"date": "Fri, 15 Jan 2027 08:00:00 GMT"}) == 30
    assert after({"date": "Fri, 15 Jan 2027 08:00:00 GMT"}, {"date": "Fri, 15 Jan 2027 08:01:00 GMT"}) == -30


@pytest.mark.parametrize("headers", [{}, {"date": ""}, {"date": "yesterday"}])
def test_an_answer_without_a_date_tells_nothing(headers):
    assert after(headers) is None
    assert after({"date": "Fri, 15 Jan 2027 08:00:00 GMT"}, headers) == 30
