from rules.model import State
from rules.rule import Severity
from tests.drawing import Drawing

RULE = "bottleneck"


def asking(count, blocker="PAY-1"):
    """One issue of each of so many teams waits on the blocker."""
    drawing = Drawing().open("PAY-1", "PAY-2")
    for number in range(count):
        drawing.open(f"T{number}-1").waits(f"T{number}-1", blocker)
    return drawing


def test_a_ticket_on_which_many_wait_is_told_on_itself():
    drawing = Drawing().open("PAY-1", *(f"SHOP-{number}" for number in range(8)), "OPS-1", "OPS-2", "OPS-3")
    for key in sorted(drawing.facts):
        if not key.startswith("PAY"):
            drawing.waits(key, "PAY-1")

    [finding] = drawing.findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.REPORT, False)
    assert finding.issue.ref.text == "PAY-1"
    assert finding.message == "11 issues of other teams wait on PAY-1: of OPS and SHOP"
    assert finding.key == "DT502:jira/acme/PAY-1"
    assert len(finding.links) == 6


def test_how_many_may_wait_on_a_ticket_is_a_setting():
    assert asking(4).findings(RULE, issues=4) == []
    assert len(asking(5).findings(RULE, issues=4)) == 1


def test_a_ticket_that_was_not_read_is_not_told_but_its_team_is():
    found = asking(6, "LAB-1").findings(RULE, issues=1)

    assert [finding.issue.ref.text for finding in found] == ["jira:LAB"]


def test_a_team_on_which_many_teams_wait_is_told():
    [finding] = asking(6).waits("T0-1", "PAY-2").findings(RULE)

    assert finding.issue.ref.text == "jira:PAY"
    assert finding.message == "6 teams wait on PAY (7 open links): T0, T1, T2, T3, T4 and T5"
    assert finding.key == "DT502:team/jira:PAY"
    assert {link.blocked.team.name for link in finding.links} == {"T0", "T1", "T2", "T3", "T4", "T5"}


def test_how_many_teams_may_wait_on_one_is_a_setting():
    assert asking(5).findings(RULE) == []
    assert len(asking(5).findings(RULE, teams=4)) == 1


def test_those_of_the_own_team_do_not_count():
    drawing = Drawing().open(*(f"PAY-{number}" for number in range(20)))
    for number in range(1, 20):
        drawing.waits(f"PAY-{number}", "PAY-0")

    assert drawing.findings(RULE) == []


def test_what_was_dropped_holds_nobody_up_in_common():
    assert asking(6).issue("PAY-1", State.DROPPED).findings(RULE) == []


def test_tickets_come_before_teams_and_those_on_which_most_wait_first():
    drawing = asking(3)
    for number in range(3):
        drawing.open(f"S{number}-1").waits(f"S{number}-1", "PAY-2")
    drawing.waits("T0-1", "PAY-2")

    found = drawing.findings(RULE, issues=2)

    assert [finding.issue.ref.text for finding in found] == ["PAY-2", "PAY-1", "jira:PAY"]
