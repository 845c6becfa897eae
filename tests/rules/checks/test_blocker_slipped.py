from datetime import date, timedelta

import pytest

from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "blocker-slipped"
NEEDED = date(2026, 12, 10)
EARLY, LATE, LATER = date(2026, 12, 1), date(2026, 12, 14), date(2026, 12, 20)


def asking(due, state=State.OPEN, **history):
    drawing = Drawing().open("SHOP-1").needs("SHOP-1", by=NEEDED).issue("PAY-1", state, needed_by=due)
    return drawing.waits("SHOP-1", "PAY-1").seen("PAY-1", **history)


def told(drawing):
    [finding] = drawing.findings(RULE)
    return finding


def test_a_blocker_that_moved_past_the_day_by_which_it_is_needed_is_an_error_that_speaks():
    finding = told(asking(LATE, planned_before=EARLY))

    assert (finding.severity, finding.speaks) == (Severity.ERROR, True)
    assert finding.message == "PAY-1 (PAY) moved from 01 Dec 2026 to 14 Dec 2026; SHOP-1 is needed by 10 Dec 2026"


def test_one_that_moves_again_has_slipped_as_before():
    assert told(asking(LATER, planned_before=LATE)).severity is Severity.ERROR


@pytest.mark.parametrize("due", [EARLY, NEEDED])
def test_a_later_day_that_is_early_enough_is_no_slip(due):
    assert asking(due, planned_before=date(2026, 11, 25)).findings(RULE) == []


@pytest.mark.parametrize("history", [{}, {"planned_before": LATER}])
def test_one_that_never_was_early_enough_has_not_slipped_and_is_told_quietly(history):
    finding = told(asking(LATE, **history))

    assert (finding.severity, finding.speaks) == (Severity.WARNING, False)
    assert finding.message == "PAY-1 (PAY) is due on 14 Dec 2026; SHOP-1 is needed by 10 Dec 2026"


def test_a_blocker_that_left_the_plan_is_told_with_the_day_that_it_had():
    finding = told(asking(None, left_plan=True, planned_before=EARLY))

    assert (finding.severity, finding.speaks) == (Severity.ERROR, True)
    assert finding.message == (
        "PAY-1 (PAY) left the plan, where it was due on 01 Dec 2026; SHOP-1 is needed by 10 Dec 2026"
    )


def test_leaving_the_plan_matters_to_a_planned_issue_without_a_date_too():
    drawing = Drawing().issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")

    finding = told(drawing.seen("PAY-1", left_plan=True))

    assert finding.message == "PAY-1 (PAY) left the plan; SHOP-1 is planned"


def test_leaving_the_plan_is_nothing_to_an_issue_that_is_not_planned():
    drawing = Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1").seen("PAY-1", left_plan=True)

    assert drawing.findings(RULE) == []


def test_the_date_of_the_epic_counts_as_the_day_by_which_it_is_needed():
    drawing = Drawing().open("SHOP-1", "SHOP-9").part("SHOP-1", "SHOP-9").needs("SHOP-9", by=NEEDED)
    drawing.issue("PAY-1", needed_by=LATE).waits("SHOP-1", "PAY-1").seen("PAY-1", planned_before=EARLY)

    assert told(drawing).issue.ref.text == "SHOP-1"


def test_without_a_day_nothing_can_be_too_late():
    drawing = Drawing().open("SHOP-1").issue("PAY-1", needed_by=LATE).waits("SHOP-1", "PAY-1")

    assert drawing.seen("PAY-1", planned_before=EARLY).findings(RULE) == []


@pytest.mark.parametrize("state", [State.DONE, State.DROPPED])
def test_what_ended_does_not_slip(state):
    assert asking(LATE, state, planned_before=EARLY).findings(RULE) == []


@pytest.mark.parametrize("history", [{"planned_before": EARLY}, {}])
def test_with_a_fallback_that_stands_or_a_waiver_it_is_shown_on_the_page_only(history):
    covered = asking(LATE, **history).open("SHOP-2").fallback("SHOP-1", "SHOP-2")
    waived = asking(LATE, **history).waiver("SHOP-1", until=TODAY + timedelta(days=1))

    for drawing in (covered, waived):
        finding = told(drawing)
        assert (finding.severity, finding.speaks) == (Severity.REPORT, False)
