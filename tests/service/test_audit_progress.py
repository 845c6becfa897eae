"""How far an audit has come, in words."""

import pytest

from connectors.scanning import Wanted
from service.audit_progress import told
from service.store.sweeps import Count, Passage

NOW = 1_800_000_000.0


def sweep(note="", **count):
    return Passage("github/acme", Wanted.OPEN, None, "", NOW, 1, count=Count(**count), note=note)


@pytest.mark.parametrize(
    ("count", "seconds", "said"),
    [
        ({}, None, "0 in 0 requests"),
        (
            {"issues": 3000, "requests": 34, "left": 1200},
            12.0,
            "1,200 to come in about 14 requests, 100 a second, about 12 s",
        ),
        ({"issues": 100, "requests": 1, "left": 50_000}, 1250.0, "in about 500 requests, 40 a second, about 21 min"),
        ({"issues": 100, "requests": 1, "left": 9}, None, "9 to come in about 1 request"),
        ({"requests": 4, "left": 400}, None, "0 in 4 requests, 400 to come"),
        ({"issues": 100, "requests": 1, "left": 0}, 0.0, "100 in 1 request, 0 to come"),
    ],
)
def test_a_sweep_tells_what_came_and_what_is_to_come(count, seconds, said):
    assert told(sweep(**count), 0, 0.0, seconds).endswith(said)


def test_a_wait_is_told_with_its_end_and_its_reason():
    said = told(sweep("GitHub answered 429", issues=100, requests=1), 0, NOW, None)

    assert said.endswith("100 in 1 request; waits until 08:00:00 UTC: GitHub answered 429")


def test_behind_the_sweep_what_is_to_be_read_whole_is_counted():
    assert told(None, 7, 0.0, None) == "reading comments and links out of the tracker of 7 issues"
    assert told(None, 0, 0.0, None) == "read"
