"""The points of an hour."""

from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.points import AN_HOUR, Points


def test_what_was_spent_comes_back_after_an_hour():
    points = Points(100)
    points.spend(40, 0)
    points.spend(50, 600)

    assert points.wait(10, 700) == 0
    assert points.wait(11, 700) == AN_HOUR - 700
    assert points.wait(60, 700) == AN_HOUR + 600 - 700
    assert points.wait(11, AN_HOUR) == 0


def test_what_is_dearer_than_an_hour_has_can_be_had_when_nothing_else_was():
    points = Points(100)

    assert points.wait(1000, 0) == 0
    points.spend(1000, 0)
    assert points.wait(1, 1) == AN_HOUR - 1
    assert points.wait(1000, AN_HOUR) == 0


def test_without_a_limit_nothing_is_waited_for():
    points = Points(0)
    points.spend(10**9, 0)

    assert points.wait(10**9, 0) == 0


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 2000)), max_size=60))
def test_who_waits_as_told_never_spends_more_within_any_hour(story):
    points, now, spent = Points(100), 0.0, []
    for cost, later in story:
        now += later
        now += points.wait(cost, now)
        points.spend(cost, now)
        spent.append((now, cost))

    hours = [sum(cost for at, cost in spent if end - AN_HOUR < at <= end) for end, _ in spent]
    assert max(hours, default=0) <= 100
