from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from service.cron import Cron, CronError

ZURICH = ZoneInfo("Europe/Zurich")


def at(*parts, zone=UTC):
    return datetime(*parts, tzinfo=zone).timestamp()


def test_moments_are_local_times():
    weekdays_at_six = Cron("0 6 * * 1-5", ZURICH)

    assert weekdays_at_six.after(at(2026, 11, 27, 6, zone=ZURICH)) == at(2026, 11, 30, 6, zone=ZURICH)
    assert weekdays_at_six.after(at(2026, 11, 27, 4, 59)) == at(2026, 11, 27, 5)


def test_a_local_time_that_the_clocks_skip_or_repeat_comes_once():
    at_half_past_two = Cron("30 2 * * *", ZURICH)

    skipped = at_half_past_two.after(at(2026, 3, 28, 12, zone=ZURICH))
    assert skipped is not None
    assert at(2026, 3, 29, 2, zone=ZURICH) <= skipped < at(2026, 3, 29, 4, zone=ZURICH)

    repeated = at_half_past_two.after(at(2026, 10, 24, 12, zone=ZURICH))
    assert at_half_past_two.after(repeated) == at(2026, 10, 26, 2, 30, zone=ZURICH)


def test_whatever_was_missed_was_missed_once():
    every_day = Cron("0 6 * * *", ZoneInfo("UTC"))

    assert every_day.latest(at(2026, 11, 1), at(2026, 11, 20, 7)) == at(2026, 11, 20, 6)
    assert every_day.latest(at(2026, 11, 20, 6), at(2026, 11, 20, 7)) is None


@pytest.mark.parametrize("expression", ["", "daily", "0 6 * *", "61 6 * * *", "0 6 * * 1-5 2026 7", "0 6 31 2 *"])
def test_what_is_no_expression_is_refused(expression):
    with pytest.raises(CronError):
        Cron(expression, ZURICH)
