from datetime import timedelta

import pytest

from rules.checks.released import Released
from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "released"


def days_ago(days):
    return TODAY - timedelta(days=days)


def come(days, blocker="PAY-1", drawing=None):
    """SHOP-1 waited on something that was seen to become done so many days ago."""
    drawing = (drawing or Drawing().open("SHOP-1")).issue(blocker, State.DONE).waits("SHOP-1", blocker)
    return drawing.seen(blocker, came=days_ago(days))


def test_an_issue_is_free_when_its_last_blocker_was_seen_to_become_done():
    [finding] = come(2).findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.INFO, True)
    assert finding.issue.ref.text == "SHOP-1"
    assert finding.message == "PAY-1 (PAY) is done since 21 Nov 2026; no other team is waited for"


def test_what_was_done_when_it_was_first_read_is_no_news():
    drawing = Drawing().open("SHOP-1").issue("PAY-1", State.DONE, closed=days_ago(2)).waits("SHOP-1", "PAY-1")

    assert drawing.findings(RULE) == []


@pytest.mark.parametrize("state", [State.OPEN, State.DROPPED])
def test_it_is_not_free_while_something_else_has_not_come(state):
    assert come(2).issue("OPS-1", state).waits("SHOP-1", "OPS-1").findings(RULE) == []


def test_what_the_own_team_has_to_do_first_does_not_matter():
    assert len(come(2).open("SHOP-2").waits("SHOP-1", "SHOP-2").findings(RULE)) == 1


def test_the_last_of_several_names_the_news():
    [finding] = come(2, "PAY-2", come(5)).findings(RULE)

    assert [link.blocker.ref.text for link in finding.links] == ["PAY-2", "PAY-1"]
    assert finding.key == "DT405:jira/acme/SHOP-1:jira/acme/PAY-2"


def test_when_the_last_one_was_never_seen_open_nobody_saw_the_issue_become_free():
    drawing = come(5).issue("OPS-1", State.DONE, closed=days_ago(2)).waits("SHOP-1", "OPS-1")

    assert drawing.findings(RULE) == []
    assert len(drawing.issue("OPS-1", State.DONE, closed=days_ago(9)).findings(RULE)) == 1


def test_an_issue_that_is_younger_than_what_came_never_waited():
    assert come(5, drawing=Drawing().issue("SHOP-1", created=days_ago(3))).findings(RULE) == []


def test_a_part_that_is_done_releases_nothing():
    assert come(2).part("PAY-1", "SHOP-1").findings(RULE) == []


def test_a_closed_issue_is_not_released():
    assert come(2, drawing=Drawing().issue("SHOP-1", State.DONE)).findings(RULE) == []


@pytest.mark.parametrize(("days", "found"), [(0, 1), (14, 1), (15, 0)])
def test_it_is_news_for_two_weeks(days, found):
    assert len(come(days).findings(RULE)) == found


def test_how_long_it_is_news_is_a_setting_and_its_end_is_foreseen():
    graph = come(2).graph()

    assert len(list(Released(days=5).check(graph))) == 1
    assert graph.next_change == (TODAY + timedelta(days=4)).toordinal()
