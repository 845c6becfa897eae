from datetime import date, timedelta

import pytest

from rules.model import DateSource, State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "need-not-stated"


def asking(*, planned=True):
    drawing = Drawing().issue("SHOP-1", planned=planned).open("PAY-1", "OPS-1")
    return drawing.waits("SHOP-1", "PAY-1", "OPS-1")


def test_an_issue_that_says_neither_why_nor_by_when_is_told_once_for_all_it_waits_on():
    [finding] = asking().findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.WARNING, False)
    assert finding.issue.ref.text == "SHOP-1"
    assert finding.message == "waits on OPS-1 and PAY-1 and says neither why nor by when"
    assert finding.action == "write on SHOP-1: Needed because ..., or Needed by and a date"
    assert sorted(link.blocker.ref.text for link in finding.links) == ["OPS-1", "PAY-1"]


def test_of_an_issue_that_nobody_planned_only_reports_tell():
    [finding] = asking(planned=False).findings(RULE)

    assert finding.severity is Severity.REPORT


@pytest.mark.parametrize("need", [{"because": "the law changes in May"}, {"by": date(2026, 12, 1)}])
def test_either_of_the_two_is_enough(need):
    assert asking().needs("SHOP-1", **need).findings(RULE) == []


def test_a_date_counts_wherever_it_comes_from():
    drawing = Drawing().open("PAY-1").issue("SHOP-1", needed_by=TODAY, needed_from=DateSource.SPRINT)

    assert drawing.waits("SHOP-1", "PAY-1").findings(RULE) == []


@pytest.mark.parametrize("need", [{"because": "the law changes in May"}, {"by": date(2026, 12, 1)}])
def test_what_the_epic_says_holds_for_its_parts(need):
    drawing = asking().open("SHOP-8", "SHOP-9").part("SHOP-1", "SHOP-8").part("SHOP-8", "SHOP-9")

    assert len(drawing.findings(RULE)) == 1
    assert drawing.needs("SHOP-9", **need).findings(RULE) == []


def test_what_the_asked_team_says_of_its_own_issue_is_not_the_need():
    drawing = asking().needs("PAY-1", because="our tests are slow")

    assert len(drawing.findings(RULE)) == 1


def test_nobody_has_to_explain_the_need_to_the_own_team():
    assert Drawing().open("SHOP-1", "SHOP-2").waits("SHOP-1", "SHOP-2").findings(RULE) == []


def test_a_waiver_excuses_the_link_that_it_is_for():
    drawing = asking().waiver("SHOP-1", until=TODAY + timedelta(days=1), blocker="PAY-1")

    [finding] = drawing.findings(RULE)

    assert finding.message == "waits on OPS-1 and says neither why nor by when"


def test_it_is_the_same_finding_when_one_of_the_blockers_is_done():
    [before] = asking().findings(RULE)
    [after] = asking().issue("OPS-1", State.DONE).findings(RULE)

    assert before.key == after.key == "DT301:jira/acme/SHOP-1"
