from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.jira.csv_dates import day_of, moment_of

NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "23/Nov/26 9:00 AM",
        "23/Nov/26 09:00 am",
        "23/Nov/2026 9:00\u202fAM",
        "23-Nov-2026 09:00:00",
        "23 November 2026, 9:00",
        "Nov 23, 2026 9:00 AM",
        "2026-11-23 09:00",
        "2026-11-23T09:00:00.000+0000",
        "2026/11/23 9:00",
        "11/23/2026 9:00",
        "23.11.2026 09:00",
        " 23/Nov/26 9:00 AM ",
    ],
)
def test_a_moment_is_read_in_every_format_that_says_one_thing(text):
    assert moment_of(text) == NINE
    assert day_of(text) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("23/Nov/26 12:05 AM", NINE.replace(hour=0, minute=5)),
        ("23/Nov/26 12:05 PM", NINE.replace(hour=12, minute=5)),
        ("23/Nov/26 9:00 PM", NINE.replace(hour=21)),
        ("23/Nov/26", NINE.replace(hour=0)),
        ("2026-11-23T09:00-0800", NINE.replace(tzinfo=timezone(timedelta(hours=-8)))),
    ],
)
def test_halves_of_the_day_and_offsets_count(text, moment):
    assert moment_of(text) == moment


@pytest.mark.parametrize("text", ["05/05/2026", "5.5.2026"])
def test_a_date_that_is_the_same_either_way_is_read(text):
    assert day_of(text) == date(2026, 5, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "03/04/2026",
        "3.4.2026 9:00",
        "04/05/06",
        "31/Feb/26",
        "13/13/2026",
        "2026-13-01",
        "23/Okt/26",
        "23/No/26",
        "12/May/926",
        "Yesterday 9:00 AM",
        "2 days ago",
        "45984.375",
        "23/Nov/26 9:00 AM and more",
        "2026-11-23T09:00+99:99",
        "0000-01-01",
        "1" * 1_000_000,
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_no_date(text):
    assert day_of(text) is None
    assert moment_of(text) is None


@pytest.mark.parametrize("text", ["23/Nov/26 25:00", "23/Nov/26 13:00 PM", "23/Nov/26 0:00 AM", "23/Nov/26 9:61"])
def test_a_time_that_no_clock_shows_is_no_moment(text):
    assert moment_of(text) is None


MOMENTS = st.integers(0, 50_000_000).map(lambda minutes: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(MOMENTS, st.sampled_from(["%d/%b/%y %I:%M %p", "%Y-%m-%d %H:%M"]))
def test_what_the_usual_formats_print_is_read_back(moment, usual):
    assert moment_of(moment.strftime(usual)) == moment
