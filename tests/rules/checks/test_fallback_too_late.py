from datetime import timedelta

import pytest

from rules.model import State
from rules.statements import Cost
from tests.drawing import TODAY, Drawing

RULE = "fallback-too-late"
DAY = timedelta(days=1)
THURSDAY = TODAY + 3 * DAY


def covered(state=State.OPEN, *, days=None, begun=False, **ticket):
    drawing = Drawing().issue("SHOP-1").needs("SHOP-1", by=THURSDAY).open("PAY-1").waits("SHOP-1", "PAY-1")
    drawing.issue("SHOP-2", state, planned=begun, **ticket)
    return drawing.fallback("SHOP-1", "SHOP-2", cost=Cost(build=days))


@pytest.mark.parametrize(("days", "found"), [(3, 0), (4, 1)])
def test_one_that_takes_more_working_days_than_are_left_is_too_late(days, found):
    assert len(covered(days=days).findings(RULE)) == found


def test_where_nobody_said_what_it_takes_it_is_assumed():
    assert len(covered().findings(RULE)) == 1


@pytest.mark.parametrize(("due", "found"), [(THURSDAY, 0), (THURSDAY + DAY, 1)])
def test_a_date_of_its_own_says_when_it_comes(due, found):
    assert len(covered(days=1, needed_by=due).findings(RULE)) == found


def test_a_date_that_what_it_takes_belies_helps_nobody():
    [finding] = covered(days=30, needed_by=THURSDAY).findings(RULE)

    assert "takes 30 working days" in finding.message


def test_of_one_that_was_begun_nobody_knows_what_is_left():
    assert covered(days=30, begun=True).findings(RULE) == []


def test_one_that_is_done_is_never_late():
    assert covered(State.DONE, days=30, needed_by=THURSDAY + DAY).findings(RULE) == []


def test_one_that_comes_in_time_is_enough():
    drawing = covered(days=30).open("SHOP-3").fallback("SHOP-1", "SHOP-3", cost=Cost(build=1))

    assert drawing.findings(RULE) == []


def test_without_a_date_nothing_is_late():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1")

    assert drawing.fallback("SHOP-1", "SHOP-2", cost=Cost(build=90)).findings(RULE) == []


def test_the_messages_name_the_days():
    [reckoned], [dated] = covered(days=4).findings(RULE), covered(needed_by=THURSDAY + DAY).findings(RULE)

    assert reckoned.message == ("the fallback SHOP-2 for PAY-1 takes 4 working days, and is needed by 26 Nov 2026")
    assert dated.message == (
        "the fallback SHOP-2 for PAY-1 is due on 27 Nov 2026, after 26 Nov 2026, by which it is needed"
    )
