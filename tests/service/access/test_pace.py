import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.access.pace import ADDRESSES, Pace, network


def tried(pace, times, address="10.0.0.1", now=1000.0):
    for _ in range(times):
        pace.count(address, now)


def test_some_tries_are_free_and_then_one_waits():
    pace = Pace(most=3, seconds=30.0)

    waits = []
    for _ in range(5):
        waits.append(pace.wait("10.0.0.1", 1000.0))
        pace.count("10.0.0.1", 1000.0)

    assert waits == [0, 0, 0, 30, 60]


def test_each_while_gives_one_try_more():
    pace = Pace(most=3, seconds=30.0)
    tried(pace, 3)

    assert [pace.wait("10.0.0.1", 1000.0 + after) for after in (0, 10, 29.5, 30, 1000)] == [30, 20, 1, 0, 0]


def test_addresses_wait_for_themselves():
    pace = Pace(most=1, seconds=30.0)
    tried(pace, 1)

    assert (pace.wait("10.0.0.1", 1000.0), pace.wait("10.0.0.2", 1000.0)) == (30, 0)


def test_of_too_many_addresses_the_quietest_are_forgotten():
    pace = Pace(most=1, seconds=30.0)
    for number in range(ADDRESSES):
        pace.count(f"address {number}", 1000.0)
    pace.count("address 0", 1000.0)
    pace.count("one more", 1000.0)

    assert [pace.wait(f"address {number}", 1000.0) > 0 for number in (0, 1, 2)] == [True, False, True]


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("10.0.0.1", "10.0.0.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("testclient", "testclient"),
    ],
)
def test_whoever_has_one_address_of_a_network_has_all_of_them(address, same):
    assert network(address) == same


@given(st.lists(st.floats(0, 100), max_size=60))
def test_nobody_tries_more_often_than_the_pace_allows(pauses):
    pace, now, allowed = Pace(most=5, seconds=10.0), 1000.0, 0
    for pause in pauses:
        now += pause
        if not pace.wait("10.0.0.1", now):
            pace.count("10.0.0.1", now)
            allowed += 1

    assert allowed <= 5 + (now - 1000.0) / 10.0 + 1


def test_a_clock_that_is_set_back_lets_nobody_in():
    pace = Pace(most=1, seconds=30.0)
    tried(pace, 1)

    assert pace.wait("10.0.0.1", 500.0) == 30
