from datetime import date, timedelta

import pytest

from rules.checks.fallback_not_started import FallbackNotStarted
from rules.model import State
from rules.policy import Policy
from rules.statements import Cost
from tests.drawing import TODAY, Drawing

RULE = "fallback-not-started"
DAY = timedelta(days=1)
THURSDAY, FRIDAY = date(2026, 11, 26), date(2026, 11, 27)


def covered(*, needed=None, days=3.0, **blocker):
    drawing = Drawing().issue("SHOP-1", planned=True).issue("PAY-1", **blocker).open("SHOP-2")
    drawing.waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2", cost=Cost(build=days))
    return drawing if needed is None else drawing.needs("SHOP-1", by=needed)


@pytest.mark.parametrize(("days", "found"), [(2, 0), (3, 1), (9, 1)])
def test_from_the_day_to_decide_by_on_it_is_said(days, found):
    drawing = covered(needed=THURSDAY, days=days)

    assert len(drawing.findings(RULE)) == found


def test_the_day_that_the_issue_names_counts_before_any_reckoning():
    assert len(covered(needed=TODAY + 90 * DAY).needs("SHOP-1", decide_by=TODAY).findings(RULE)) == 1
    assert covered(needed=TODAY + 2 * DAY).needs("SHOP-1", decide_by=TODAY + DAY).findings(RULE) == []


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (covered(state=State.DROPPED), "PAY-1 was closed without being done"),
        (covered(needed_by=TODAY - DAY), "PAY-1 was due on 22 Nov 2026"),
        (
            covered(needed=TODAY + 60 * DAY, needed_by=TODAY + 70 * DAY),
            "PAY-1 is due on 01 Feb 2027, after 22 Jan 2027",
        ),
        (covered(needed=THURSDAY), "the day to decide by is 23 Nov 2026, for it takes 3 working days"),
    ],
)
def test_the_message_says_why_it_is_time(drawing, reason):
    [finding] = drawing.findings(RULE)

    assert finding.message == f"{reason}, and the fallback SHOP-2 for PAY-1 is not started"


@pytest.mark.parametrize(("state", "begun"), [(State.OPEN, True), (State.DONE, False)])
def test_a_fallback_that_was_begun_or_is_done_is_not_spoken_of(state, begun):
    drawing = covered(state=State.DROPPED).issue("SHOP-2", state, planned=begun)

    assert drawing.findings(RULE) == []


def test_of_several_the_quickest_decides_and_one_that_was_begun_is_enough():
    slow = covered(needed=FRIDAY, days=30).open("SHOP-3").fallback("SHOP-1", "SHOP-3", cost=Cost(build=1))
    begun = covered(needed=FRIDAY, days=30).issue("SHOP-3", planned=True).fallback("SHOP-1", "SHOP-3")

    assert slow.findings(RULE) == []
    assert begun.findings(RULE) == []


def test_a_false_fallback_is_the_matter_of_others():
    drawing = Drawing().issue("SHOP-1", planned=True).issue("PAY-1", State.DROPPED).open("PAY-2")

    assert drawing.waits("SHOP-1", "PAY-1").fallback("SHOP-1", "PAY-2").findings(RULE) == []


def test_a_holiday_brings_the_day_forward():
    drawing = Drawing(Policy(holidays=frozenset({date(2026, 11, 25)})))
    drawing.facts = covered(needed=THURSDAY, days=2).facts

    assert len(drawing.findings(RULE)) == 1


def test_the_day_to_decide_by_is_foreseen():
    graph = covered(needed=THURSDAY, days=1).graph()

    assert list(FallbackNotStarted().check(graph)) == []
    assert date.fromordinal(graph.next_change) == date(2026, 11, 25)
