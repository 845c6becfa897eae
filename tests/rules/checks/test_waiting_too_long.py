from datetime import timedelta

import pytest

from rules.checks.waiting_too_long import WaitingTooLong
from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "waiting-too-long"


def days_ago(days):
    return TODAY - timedelta(days=days)


def waiting(days, *, planned=True):
    drawing = Drawing().issue("SHOP-1", planned=planned, moved=days_ago(days)).open("PAY-1")
    return drawing.waits("SHOP-1", "PAY-1")


@pytest.mark.parametrize(("days", "found"), [(20, 0), (21, 1), (90, 1)])
def test_a_planned_issue_that_waits_and_does_not_move_is_told(days, found):
    assert len(waiting(days).findings(RULE)) == found


def test_the_message_names_the_day():
    [finding] = waiting(30).findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.WARNING, False)
    assert finding.message == "nothing has moved on SHOP-1 since 24 Oct 2026"
    assert finding.action == "begin what needs nobody else, or take it out of the plan"


def test_a_fallback_that_nobody_moves_either_is_what_to_begin():
    drawing = waiting(30).issue("SHOP-2", moved=days_ago(25)).fallback("SHOP-1", "SHOP-2")

    [finding] = drawing.findings(RULE)

    assert finding.message == "nothing has moved on SHOP-1 and SHOP-2 since 29 Oct 2026"
    assert finding.action == "begin SHOP-2"


def test_a_fallback_that_moves_is_no_standstill():
    drawing = waiting(30).issue("SHOP-2", moved=days_ago(2)).fallback("SHOP-1", "SHOP-2")

    assert drawing.findings(RULE) == []


def test_what_moves_at_another_team_is_no_fallback_of_ones_own():
    drawing = waiting(30).issue("OPS-1", moved=days_ago(2)).fallback("SHOP-1", "OPS-1")
    drawing.issue("PAY-1", moved=days_ago(2)).fallback("SHOP-1", "PAY-1")

    [finding] = drawing.findings(RULE)

    assert finding.message == "nothing has moved on SHOP-1 since 24 Oct 2026"


def test_a_fallback_that_is_there_need_not_be_begun():
    drawing = waiting(30).issue("SHOP-2", State.DONE, moved=days_ago(25)).fallback("SHOP-1", "SHOP-2")

    [finding] = drawing.findings(RULE)

    assert "SHOP-2" not in finding.message + finding.action


def test_an_epic_moves_with_its_parts():
    drawing = waiting(30).issue("SHOP-3", moved=days_ago(30)).part("SHOP-3", "SHOP-1")
    drawing.issue("SHOP-4", moved=days_ago(2)).part("SHOP-4", "SHOP-3")

    assert drawing.findings(RULE) == []


def test_one_issue_is_told_once_however_many_it_waits_on():
    [finding] = waiting(30).open("OPS-1").waits("SHOP-1", "OPS-1").findings(RULE)

    assert sorted(link.blocker.ref.text for link in finding.links) == ["OPS-1", "PAY-1"]
    assert finding.key == "DT307:jira/acme/SHOP-1"


def test_what_is_not_planned_may_rest():
    assert waiting(90, planned=False).findings(RULE) == []


def test_nothing_is_said_where_nobody_knows_when_it_moved():
    drawing = Drawing().issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")
    drawing.issue("SHOP-2", moved=days_ago(90)).fallback("SHOP-1", "SHOP-2")

    assert drawing.findings(RULE) == []


def test_an_issue_that_waits_on_the_own_team_only_is_the_teams_own_matter():
    drawing = Drawing().issue("SHOP-1", planned=True, moved=days_ago(90)).open("SHOP-2").waits("SHOP-1", "SHOP-2")

    assert drawing.findings(RULE) == []


def test_how_long_nothing_may_move_is_a_setting_and_the_day_is_foreseen():
    graph = waiting(10).graph()

    assert list(WaitingTooLong(unmoved_days=12).check(graph)) == []
    assert graph.next_change == (TODAY + timedelta(days=2)).toordinal()
    assert len(waiting(10).findings(RULE, unmoved_days=10)) == 1
