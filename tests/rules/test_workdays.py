from datetime import date

import pytest

from rules.workdays import Workdays

FRIDAY, MONDAY, TUESDAY = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("needed", "days", "begun"),
    [
        (TUESDAY, 1, MONDAY),
        (TUESDAY, 2, FRIDAY),
        (TUESDAY, 1.5, FRIDAY),
        (TUESDAY, 0, TUESDAY),
        (date(2026, 11, 22), 0, FRIDAY),
        (MONDAY, 5, date(2026, 11, 16)),
    ],
)
def test_work_is_begun_so_many_working_days_before_it_is_to_be_there(needed, days, begun):
    assert Workdays().before(needed, days) == begun


def test_a_holiday_is_no_working_day():
    assert Workdays({MONDAY}).before(TUESDAY, 1) == FRIDAY
    assert Workdays({MONDAY}).after(FRIDAY, 1) == TUESDAY


def test_work_that_is_begun_at_the_weekend_begins_on_monday():
    assert Workdays().after(date(2026, 11, 21), 0) == MONDAY


def test_days_between_are_counted_without_the_first():
    assert Workdays().between(FRIDAY, TUESDAY) == 2
    assert Workdays({MONDAY}).between(FRIDAY, TUESDAY) == 1
    assert Workdays().between(TUESDAY, FRIDAY) == -2
