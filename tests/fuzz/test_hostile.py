"""Hostile requests on every route end in no fault of ours. The long form: ``python -m tests.fuzz``."""

import asyncio
import random
from collections import Counter

import pytest

from connectors.contract import Delivery
from service.serving import serving
from service.store.deliveries import Deliveries
from tests.fuzz.hostile import PARAMETER, Draw
from tests.fuzz.sending import send_all
from tests.fuzz.target import SECRET, form_token, made


@pytest.fixture
def target(store):
    """A service with one dead letter, so that its pages have forms."""
    deliveries = Deliveries(store)
    deliveries.keep([Delivery("github/acme", "id", "issues", b"{}")], 1.0)
    deliveries.close()
    with store.begin() as connection:
        Deliveries.settle(connection, {}, {1: "not understood"})
    app, routes = made(store)
    with serving(app) as url:
        yield url, routes


def test_no_hostile_request_is_answered_by_a_fault(target, caplog):
    url, routes = target
    port = int(url.rpartition(":")[2])
    draw = Draw(random.Random(7), routes, SECRET, f"127.0.0.1:{port}", form_token(url))

    outcome = asyncio.run(send_all(port, draw, 600))

    assert outcome.faults == []
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == []
    assert {200, 400, 401, 403, 404, 405} <= set(outcome.statuses)


def test_every_route_is_drawn_and_most_are_met(store):
    _, routes = made(store)
    draw, met = Draw(random.Random(7), routes, SECRET, "127.0.0.1:1"), Counter()

    for _ in range(20_000):
        line = draw.request().split(b"\r\n", 1)[0]
        met[line] += 1

    heads = {PARAMETER.split(route)[0].encode() for route in routes}
    assert all(any(b" " + head in line for line in met) for head in heads)
