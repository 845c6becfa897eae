"""Once a week, by the clocks of the place."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.digest.calendar import Weekly

ZURICH = ZoneInfo("Europe/Zurich")
MONDAY_AT_EIGHT = Weekly(0, 8, ZURICH)


def at(*when):
    return datetime(*when, tzinfo=ZURICH).timestamp()


@pytest.mark.parametrize(
    ("now", "latest"),
    [
        ((2026, 11, 23, 7, 59), (2026, 11, 16, 8)),
        ((2026, 11, 23, 8), (2026, 11, 23, 8)),
        ((2026, 11, 23, 23, 59), (2026, 11, 23, 8)),
        ((2026, 11, 29, 23, 59), (2026, 11, 23, 8)),
    ],
)
def test_the_latest_moment_is_the_last_that_has_come(now, latest):
    assert MONDAY_AT_EIGHT.latest(at(*now)) == at(*latest)


def test_a_week_in_which_the_clocks_change_is_longer_or_shorter():
    assert MONDAY_AT_EIGHT.after(at(2026, 10, 19, 8)) == at(2026, 10, 26, 8)
    assert at(2026, 10, 26, 8) - at(2026, 10, 19, 8) == timedelta(days=7, hours=1).total_seconds()


def test_days_are_those_of_the_place():
    assert (
        Weekly(0, 8, ZoneInfo("Pacific/Auckland")).day_of(datetime(2026, 11, 26, 23, tzinfo=UTC).timestamp()).day == 27
    )


ZONES = st.sampled_from(["UTC", "Europe/Zurich", "America/New_York", "Asia/Kolkata"])


@given(st.integers(0, 6), st.integers(0, 23), ZONES, st.floats(1.6e9, 2.0e9))
def test_moments_follow_one_another_and_every_now_is_between_two(weekday, hour, zone, now):
    weekly = Weekly(weekday, hour, ZoneInfo(zone))

    latest = weekly.latest(now)

    assert latest <= now < weekly.after(latest)
    assert weekly.latest(latest) == latest
    assert weekly.latest(weekly.after(latest)) == weekly.after(latest) == weekly.after(now)
    assert weekly.day_of(latest).weekday() == weekday
