from datetime import timedelta

import pytest

from rules.checks.need_not_understood import NeedNotUnderstood
from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "need-not-understood"


def days_ago(days):
    return TODAY - timedelta(days=days)


def asking(ours=40, theirs=40, **theirs_too):
    drawing = Drawing().issue("SHOP-1", created=days_ago(ours))
    return drawing.issue("PAY-1", created=days_ago(theirs), **theirs_too).waits("SHOP-1", "PAY-1")


def test_it_is_off_where_nobody_names_it():
    assert not NeedNotUnderstood.by_default


@pytest.mark.parametrize(("ours", "theirs", "found"), [(13, 40, 0), (40, 13, 0), (14, 40, 1), (40, 14, 1)])
def test_an_ask_counts_from_the_day_on_which_both_issues_exist(ours, theirs, found):
    assert len(asking(ours, theirs).findings(RULE)) == found


def test_the_message_names_the_team_and_that_day():
    [finding] = asking(ours=20).findings(RULE)

    assert finding.severity is Severity.INFO
    assert finding.message == "PAY has not said that it understood PAY-1; both issues exist since 03 Nov 2026"


def test_how_long_an_answer_may_take_is_a_setting():
    assert len(asking(ours=3).findings(RULE, unanswered_days=3)) == 1


def test_a_team_that_has_understood_is_not_asked_again():
    assert asking().understood("PAY-1").findings(RULE) == []


def test_work_that_was_begun_is_answer_enough():
    assert asking(planned=True).findings(RULE) == []


def test_nothing_is_said_where_nobody_knows_since_when():
    drawing = Drawing().open("SHOP-1").issue("PAY-1", created=days_ago(40)).waits("SHOP-1", "PAY-1")

    assert drawing.findings(RULE) == []


def test_what_ended_needs_no_answer():
    assert asking(state=State.DROPPED).findings(RULE) == []


def test_with_a_fallback_that_stands_it_is_shown_on_the_page_only():
    [finding] = asking().open("SHOP-2").fallback("SHOP-1", "SHOP-2").findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.REPORT, False)


def test_the_day_on_which_an_answer_is_overdue_is_foreseen():
    graph = asking(ours=10).graph()

    assert list(NeedNotUnderstood().check(graph)) == []
    assert graph.next_change == (TODAY + timedelta(days=4)).toordinal()
