from rules.model import State
from rules.rule import Severity
from tests.drawing import Drawing

RULE = "team-pair"


def waiting(drawing, team, other, count, **fields):
    """So many issues of a team wait on as many of another."""
    for number in range(count):
        blocked, blocker = f"{team}-1{number}", f"{other}-2{number}"
        drawing.issue(blocked, **fields).open(blocker).waits(blocked, blocker)
    return drawing


def test_two_teams_that_wait_on_each_other_all_the_time_are_one_finding():
    drawing = waiting(waiting(Drawing(), "SHOP", "PAY", 7), "PAY", "SHOP", 4)

    [finding] = drawing.findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.REPORT, False)
    assert finding.message == "PAY and SHOP wait on each other (4 and 7 open links)"
    assert finding.key == "DT501:team/jira:PAY:team/jira:SHOP"
    assert (finding.issue.ref.text, finding.issue.title, finding.issue.url) == ("jira:PAY", "PAY", "")
    assert len(finding.links) == 6


def test_now_and_then_is_no_smell():
    assert waiting(waiting(Drawing(), "SHOP", "PAY", 6), "PAY", "SHOP", 4).findings(RULE) == []


def test_how_often_is_a_setting():
    drawing = waiting(waiting(Drawing(), "SHOP", "PAY", 1), "PAY", "SHOP", 1)

    assert len(drawing.findings(RULE, times=1)) == 1


def test_one_that_waits_and_is_not_waited_on_is_no_pair():
    assert waiting(Drawing(), "SHOP", "PAY", 20).findings(RULE) == []


def test_a_team_most_of_whose_plans_wait_on_one_other_is_told():
    drawing = waiting(Drawing(), "SHOP", "PAY", 3, planned=True).open("SHOP-8", "SHOP-9", planned=True)

    [finding] = drawing.findings(RULE)

    assert finding.message == "3 of 5 plans of SHOP wait on PAY"
    assert drawing.findings(RULE, share=61) == []
    assert drawing.findings(RULE, plans=6) == []


def test_a_plan_waits_with_all_its_parts_and_counts_once():
    drawing = Drawing().open(*(f"SHOP-{number}" for number in range(5)), planned=True)
    for number in range(3):
        for part in (f"SHOP-{number}1", f"SHOP-{number}2"):
            drawing.open(part, planned=True).part(part, f"SHOP-{number}").open(f"PAY-{part[5:]}")
            drawing.waits(part, f"PAY-{part[5:]}")

    [finding] = drawing.findings(RULE)

    assert finding.message == "3 of 5 plans of SHOP wait on PAY"


def test_a_part_of_what_was_closed_is_a_plan_of_its_own():
    drawing = waiting(Drawing(), "SHOP", "PAY", 2, planned=True).open("SHOP-8", planned=True)
    drawing.issue("SHOP-9", State.DONE).part("SHOP-10", "SHOP-9").part("SHOP-11", "SHOP-9")

    [finding] = drawing.findings(RULE, plans=3)

    assert finding.message == "2 of 3 plans of SHOP wait on PAY"


def test_both_reasons_make_one_finding():
    drawing = waiting(waiting(Drawing(), "SHOP", "PAY", 6, planned=True), "PAY", "SHOP", 6)

    [finding] = drawing.findings(RULE)

    assert finding.message == ("PAY and SHOP wait on each other (6 and 6 open links); 6 of 6 plans of SHOP wait on PAY")


def test_an_organisation_without_links_has_no_pairs():
    assert Drawing().open("SHOP-1").findings(RULE) == []
