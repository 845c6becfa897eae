from datetime import timedelta

import pytest

from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "request-gone-quiet"


def waiting(quiet_days, state=State.OPEN, *, planned=True):
    drawing = Drawing().issue("SHOP-1", planned=planned).issue("PAY-1", state, moved=TODAY - timedelta(days=quiet_days))
    return drawing.waits("SHOP-1", "PAY-1")


@pytest.mark.parametrize(("quiet_days", "found"), [(13, 0), (14, 1), (40, 1)])
def test_a_blocker_that_nobody_has_touched_for_two_weeks_is_said(quiet_days, found):
    assert len(waiting(quiet_days).findings(RULE)) == found


@pytest.mark.parametrize(("planned", "severity"), [(True, Severity.WARNING), (False, Severity.REPORT)])
def test_of_an_issue_that_nobody_planned_only_reports_tell(planned, severity):
    [finding] = waiting(40, planned=planned).findings(RULE)

    assert finding.severity is severity


def test_how_long_it_may_be_quiet_is_a_setting():
    assert len(waiting(3).findings(RULE, quiet_days=3)) == 1


def test_the_message_names_the_day_and_the_team():
    [finding] = waiting(14).findings(RULE)

    assert finding.message == "PAY-1 (PAY) has been quiet since 09 Nov 2026"


def test_with_a_fallback_that_stands_nobody_has_to_ask_again():
    drawing = waiting(40).open("SHOP-2").fallback("SHOP-1", "SHOP-2")

    assert drawing.findings(RULE) == []


def test_a_blocker_that_ended_is_not_quiet():
    assert waiting(40, State.DROPPED).findings(RULE) == []


def test_the_day_on_which_it_becomes_quiet_is_foreseen():
    drawing = waiting(10)
    graph = drawing.graph()

    list(graph.waiting().blocker_idle(14))

    assert graph.next_change == (TODAY + timedelta(days=4)).toordinal()
