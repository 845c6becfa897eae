from datetime import timedelta

import pytest

from rules.checks.asks_ignored import AsksIgnored
from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "asks-ignored"


def days_ago(days):
    return TODAY - timedelta(days=days)


def asking(days=40, *, own_work=10, **asked):
    """SHOP asked PAY so many days ago, which has done work of its own since."""
    drawing = Drawing().issue("SHOP-1", created=days_ago(days)).issue("PAY-1", created=days_ago(90), **asked)
    return drawing.waits("SHOP-1", "PAY-1").issue("PAY-2", State.DONE, closed=days_ago(own_work))


def test_a_team_that_does_its_own_work_and_answers_nobody_is_told():
    [finding] = asking().findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.REPORT, False)
    assert finding.issue.ref.text == "jira:PAY"
    assert finding.message == (
        "1 ask of other teams at PAY without an answer for 30 days or more, the oldest since 14 Oct 2026; "
        "1 issue of its own done since then"
    )
    assert finding.key == "DT503:team/jira:PAY"


@pytest.mark.parametrize(("days", "found"), [(29, 0), (30, 1)])
def test_a_month_is_long_enough_for_an_answer(days, found):
    assert len(asking(days).findings(RULE)) == found


def test_how_long_and_how_much_are_settings():
    assert len(asking(5, own_work=2).findings(RULE, unanswered_days=5)) == 1
    assert asking().findings(RULE, closed=2) == []


def test_a_team_that_gets_nothing_done_at_all_ignores_nobody():
    assert asking(own_work=50).findings(RULE) == []


def test_work_that_others_waited_on_is_an_answer_and_no_work_of_its_own():
    assert asking().open("OPS-1").waits("OPS-1", "PAY-2").findings(RULE) == []


def test_what_was_understood_or_begun_is_answered():
    assert asking().understood("PAY-1").findings(RULE) == []
    assert asking(planned=True).findings(RULE) == []


@pytest.mark.parametrize("state", [State.DONE, State.DROPPED])
def test_what_ended_is_answered(state):
    assert asking(state=state).findings(RULE) == []


def test_asks_are_counted_with_the_oldest_of_them():
    drawing = asking().issue("OPS-1", created=days_ago(60)).waits("OPS-1", "PAY-1")
    drawing.issue("OPS-2", created=days_ago(3)).waits("OPS-2", "PAY-1")

    [finding] = drawing.findings(RULE)

    assert finding.message.startswith("2 asks of other teams at PAY without an answer")
    assert "since 24 Sep 2026" in finding.message


def test_the_day_on_which_an_answer_is_overdue_is_foreseen():
    graph = asking(20).graph()

    assert list(AsksIgnored().check(graph)) == []
    assert graph.next_change == (TODAY + timedelta(days=10)).toordinal()
