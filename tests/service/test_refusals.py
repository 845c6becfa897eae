"""Whoever is refused waits, and nobody else."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.refusals import A_SECOND, AT_ONCE, LONGEST_SECONDS, Refusals


def test_some_are_refused_at_once_and_then_one_a_turn():
    refusals = Refusals(None, clock=lambda: 100.0, a_second=10, at_once=3)

    waits = [refusals.wait() for _ in range(6)]

    assert waits == pytest.approx([0, 0, 0, 0, 0.1, 0.2])


def test_after_a_while_without_any_there_is_a_reserve_again():
    now = [100.0]
    refusals = Refusals(None, clock=lambda: now[-1], a_second=10, at_once=3)
    for _ in range(6):
        refusals.wait()
    now.append(200.0)

    assert [refusals.wait() for _ in range(4)] == [0, 0, 0, 0]
    assert refusals.wait() > 0


@given(st.lists(st.floats(0, 5), max_size=50))
def test_nobody_waits_longer_than_the_longest(pauses):
    now = [100.0]
    refusals = Refusals(None, clock=lambda: now[-1], a_second=2, at_once=1)
    for pause in pauses:
        now.append(now[-1] + pause)
        assert 0 <= refusals.wait() <= LONGEST_SECONDS


def rests(monkeypatch, status):
    """What each of some answers of one status waits, all at one moment."""
    waited, sent = [], []

    async def sleep(seconds):
        waited.append(seconds)

    async def app(_scope, _receive, send):
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def send(message):
        sent.append(message["type"])

    async def several():
        refusals = Refusals(app, clock=lambda: 100.0)
        for _ in range(AT_ONCE + 3):
            await refusals({"type": "http"}, None, send)

    monkeypatch.setattr("service.refusals.asyncio.sleep", sleep)
    asyncio.run(several())
    assert sent == ["http.response.start", "http.response.body"] * (AT_ONCE + 3)
    return waited


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_refusals_wait_for_their_turn(monkeypatch, status):
    assert rests(monkeypatch, status)[-2:] == pytest.approx([1 / A_SECOND, 2 / A_SECOND])


@pytest.mark.parametrize("status", [200, 303, 503])
def test_other_answers_do_not_wait(monkeypatch, status):
    assert rests(monkeypatch, status) == []
