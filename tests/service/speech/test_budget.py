"""How many new comments a day there may be, and what goes first."""

from datetime import UTC, datetime

import pytest

from service.speech.budget import allowance, next_chance, presses, start_of_day

NEWS, PRESSING = frozenset({"DT101:1:2"}), frozenset({"DT101:1:2", "DT101:1:3:decide"})
MOMENT = datetime(2026, 11, 26, 17, 30, tzinfo=UTC).timestamp()


@pytest.mark.parametrize("event", ["DT101:12:7:decide", "DT108:12:7", "DT305:12:7", "DT306:12:7", "DT306:12:7:decide"])
def test_what_presses_is_a_day_to_decide_by_and_what_may_be_one(event):
    assert presses({event, "DT101:1:2"})


@pytest.mark.parametrize("events", [(), ("DT101:12:7",), ("DT405:12",), ("near-miss",), ("ask:12",)])
def test_other_news_can_wait_for_a_day(events):
    assert not presses(events)


@pytest.mark.parametrize(("budget", "news", "pressing"), [(10, 8, 10), (5, 4, 5), (4, 4, 4), (1, 1, 1), (0, 0, 0)])
def test_a_part_of_the_budget_is_kept_for_what_presses(budget, news, pressing):
    assert allowance(budget, NEWS) == news
    assert allowance(budget, PRESSING) == pressing


def test_a_day_is_that_of_utc_and_the_next_ones_own_news_goes_before_what_waited():
    assert datetime.fromtimestamp(start_of_day(MOMENT), UTC) == datetime(2026, 11, 26, tzinfo=UTC)
    assert datetime.fromtimestamp(next_chance(MOMENT), UTC) == datetime(2026, 11, 27, 0, 15, tzinfo=UTC)
