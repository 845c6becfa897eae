"""Whose decision is still to come, and by which day."""

from datetime import date, timedelta

import pytest

from rules.agenda import ending_waivers, open_decisions
from rules.model import State
from rules.statements import Cost
from tests.drawing import TODAY, Drawing

DAY = timedelta(days=1)
NEEDED = TODAY + 60 * DAY


def waiting(**blocker):
    """SHOP-1 is needed in sixty days and waits on another team."""
    drawing = Drawing().issue("SHOP-1", planned=True).issue("PAY-1", **blocker).open("SHOP-2")
    return drawing.waits("SHOP-1", "PAY-1").needs("SHOP-1", by=NEEDED)


def covered(**ticket):
    """The same with a fallback that stands and takes three working days."""
    return waiting().issue("SHOP-2", **ticket).fallback("SHOP-1", "SHOP-2", cost=Cost(build=3))


def decisions(drawing):
    return [(one.link.blocker.ref.text, one.deadline.day) for one in open_decisions(drawing.graph())]


def test_a_link_is_to_be_decided_by_the_last_day_on_which_its_plan_b_still_makes_the_date():
    [missing], [standing] = decisions(waiting()), decisions(covered())

    assert missing == ("PAY-1", date(2027, 1, 15))  # five working days, as assumed
    assert standing == ("PAY-1", date(2027, 1, 19))


def test_the_day_that_an_issue_names_is_the_day():
    named = TODAY + 7 * DAY

    assert decisions(waiting().needs("SHOP-1", decide_by=named)) == [("PAY-1", named)]


def test_each_link_has_its_own_day():
    drawing = covered().open("OPS-1").waits("SHOP-1", "OPS-1").fallback("SHOP-1", "SHOP-2", against="OPS-1")

    assert sorted(ref for ref, _ in decisions(drawing)) == ["OPS-1", "PAY-1"]


@pytest.mark.parametrize(
    "drawing",
    [
        pytest.param(waiting().needs("SHOP-1", by=None), id="nothing tells when"),
        pytest.param(waiting(state=State.DONE), id="it came"),
        pytest.param(waiting(state=State.DROPPED), id="it was dropped"),
        pytest.param(covered(planned=True), id="the fallback is begun"),
        pytest.param(covered(state=State.DONE), id="the fallback is done"),
        pytest.param(waiting().waiver("SHOP-1", until=TODAY), id="the risk is accepted"),
        pytest.param(covered().waiver("SHOP-1", until=TODAY, rule="DT108"), id="beginning late is accepted"),
        pytest.param(waiting().issue("SHOP-1", State.DONE), id="the issue is done"),
    ],
)
def test_where_nothing_is_to_be_decided_there_is_no_day(drawing):
    assert decisions(drawing) == []


@pytest.mark.parametrize("fields", [{"until": TODAY - DAY}, {"until": TODAY + DAY, "rule": "DT303"}])
def test_a_waiver_that_ended_or_accepts_something_else_decides_nothing(fields):
    assert len(decisions(waiting().waiver("SHOP-1", **fields))) == 1


def ending(drawing):
    return [last for _, last in ending_waivers(drawing.graph())]


def test_waivers_in_force_that_somebody_still_needs_end_some_day():
    assert ending(waiting().waiver("SHOP-1", until=NEEDED)) == [NEEDED]
    assert ending(waiting().waiver("SHOP-1", until=TODAY)) == [TODAY]


@pytest.mark.parametrize(
    "drawing",
    [
        waiting().waiver("SHOP-1", until=TODAY - DAY),
        waiting().waiver("SHOP-1", until=NEEDED, because=""),
        waiting().waiver("SHOP-1", until=None),
        waiting(state=State.DONE).waiver("SHOP-1", until=NEEDED),
        waiting().waiver("SHOP-1", until=NEEDED, blocker="OPS-1"),
    ],
)
def test_of_other_waivers_nobody_needs_to_hear(drawing):
    assert ending(drawing) == []
