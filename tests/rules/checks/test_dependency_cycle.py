from rules.model import State
from rules.rule import Severity
from tests.drawing import Drawing

RULE = "dependency-cycle"


def test_a_ring_across_teams_is_one_error_on_its_first_issue_with_the_whole_ring():
    drawing = Drawing().open("SHOP-1", "PAY-1", "OPS-1", "OPS-2")
    drawing.waits("SHOP-1", "PAY-1").waits("PAY-1", "OPS-1").waits("OPS-1", "SHOP-1").waits("OPS-2", "SHOP-1")

    [finding] = drawing.findings(RULE)

    assert finding.issue.ref.text == "OPS-1"
    assert (finding.severity, finding.speaks) == (Severity.ERROR, True)
    assert len(finding.links) == 3


def test_a_ring_inside_one_team_is_info_and_silent():
    drawing = Drawing().open("SHOP-1", "SHOP-2").waits("SHOP-1", "SHOP-2").waits("SHOP-2", "SHOP-1")

    [finding] = drawing.findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.INFO, False)


def test_an_issue_that_waits_on_itself_is_a_ring():
    drawing = Drawing().open("SHOP-1").waits("SHOP-1", "SHOP-1")

    [finding] = drawing.findings(RULE)

    assert finding.message == "SHOP-1 waits on itself"


def test_a_ring_is_broken_when_one_of_it_is_closed():
    drawing = Drawing().open("SHOP-1").issue("PAY-1", State.DONE).waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1")

    assert drawing.findings(RULE) == []


def test_it_is_reported_on_the_first_issue_that_was_read():
    drawing = Drawing().open("SHOP-1", "SHOP-2").told("SHOP-1", "PAY-1", State.OPEN)
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "SHOP-1")
    drawing.waits("PAY-1", "SHOP-2", by="SHOP-2")

    [finding] = drawing.findings(RULE)

    assert finding.issue.ref.text == "SHOP-1"


def test_two_rings_are_two_findings_in_their_order():
    drawing = Drawing().open("A-1", "B-1", "C-1", "D-1")
    drawing.waits("C-1", "D-1").waits("D-1", "C-1").waits("A-1", "B-1").waits("B-1", "A-1")

    findings = drawing.findings(RULE)

    assert sorted(finding.issue.ref.text for finding in findings) == ["A-1", "C-1"]
