from datetime import timedelta

import pytest

from rules.model import State
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "importance-mismatch"


def asking(ours, theirs, state=State.OPEN):
    drawing = Drawing().issue("SHOP-1", priority=ours).issue("PAY-1", state, priority=theirs)
    return drawing.waits("SHOP-1", "PAY-1")


@pytest.mark.parametrize(
    ("ours", "theirs", "found"),
    [("Highest", "High", 0), ("Highest", "Medium", 1), ("P1", "Lowest", 1), ("Low", "Highest", 0), ("Low", "Low", 0)],
)
def test_an_urgent_issue_that_waits_on_a_far_less_urgent_one_is_told(ours, theirs, found):
    assert len(asking(ours, theirs).findings(RULE)) == found


def test_the_message_tells_both_ranks():
    [finding] = asking("Highest", "Low").findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.WARNING, False)
    assert finding.message == ("SHOP-1 is 1 in a ranking of 5 priorities, and PAY-1 (PAY), which it waits on, is 4")


def test_how_far_apart_they_may_be_is_a_setting():
    assert len(asking("Highest", "High").findings(RULE, ranks=1)) == 1


@pytest.mark.parametrize(("ours", "theirs"), [("Highest", ""), ("", "Lowest"), ("Highest", "when we feel like it")])
def test_a_priority_that_nobody_knows_is_compared_with_none(ours, theirs):
    assert asking(ours, theirs).findings(RULE) == []
    assert asking(ours, theirs).findings(RULE, ranks=0) == []


def test_labels_tell_the_priority_where_the_tracker_has_none():
    drawing = Drawing().issue("SHOP-1", labels=("priority: urgent",)).issue("PAY-1", labels=("P4",))

    assert len(drawing.waits("SHOP-1", "PAY-1").findings(RULE)) == 1


def test_inside_a_team_everyone_knows():
    drawing = Drawing().issue("SHOP-1", priority="Highest").issue("SHOP-2", priority="Lowest")

    assert drawing.waits("SHOP-1", "SHOP-2").findings(RULE) == []


def test_the_priority_of_what_ended_does_not_matter():
    assert asking("Highest", "Lowest", State.DROPPED).findings(RULE) == []


def test_with_a_fallback_or_a_waiver_it_is_shown_on_the_page_only():
    covered = asking("Highest", "Lowest").open("SHOP-2").fallback("SHOP-1", "SHOP-2")
    waived = asking("Highest", "Lowest").waiver("SHOP-1", until=TODAY + timedelta(days=1), rule=RULE)

    for drawing in (covered, waived):
        [finding] = drawing.findings(RULE)
        assert (finding.severity, finding.speaks) == (Severity.REPORT, False)
