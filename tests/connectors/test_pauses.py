"""Pauses that a site asked for, on a clock that is set."""

import pytest

from connectors.contract import Denied, Unavailable
from connectors.pauses import LONGEST, Pauses

NOW = 1_800_000_000.0


@pytest.fixture
def clock():
    return [NOW]


@pytest.fixture
def pauses(clock):
    return Pauses(lambda: clock[0])


def seconds_left(pauses, what="all"):
    try:
        pauses.check(what)
    except Unavailable as unavailable:
        return unavailable.retry_after
    return 0


def test_a_pause_lasts_until_the_moment_that_was_named(pauses, clock):
    pauses.begin("all", Unavailable("slow down", retry_after=30))

    clock[0] += 10
    assert (seconds_left(pauses), seconds_left(pauses, "another")) == (20, 0)

    clock[0] += 20
    assert seconds_left(pauses) == 0


def test_of_several_pauses_the_longest_holds(pauses):
    for seconds in (30, 60, 5):
        pauses.begin("all", Unavailable("slow down", retry_after=seconds))

    assert seconds_left(pauses) == 60


@pytest.mark.parametrize("refused", [Unavailable("502"), Denied("no")])
def test_what_names_no_moment_begins_none(pauses, refused):
    pauses.begin("all", refused)

    assert seconds_left(pauses) == 0


def test_no_pause_is_longer_than_an_hour(pauses):
    pauses.begin("all", Unavailable("come back some day", retry_after=float("inf")))

    assert seconds_left(pauses) == LONGEST
