from datetime import date, timedelta

import pytest

from rules.model import State
from rules.policy import Assumptions, Policy
from rules.rule import Severity
from tests.drawing import TODAY, Drawing

RULE = "danger-zone"


def plan(*blockers, policy=None):
    """SHOP-1 is planned and waits on the blockers."""
    return Drawing(policy).open("SHOP-1", planned=True).open(*blockers).waits("SHOP-1", *blockers)


def told(drawing):
    return [(finding.issue.ref.text, finding.severity) for finding in drawing.findings(RULE)]


def test_a_plan_whose_odds_are_below_the_threshold_is_told_with_its_weakest_blocker():
    [finding] = plan("PAY-1", "OPS-1").findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.WARNING, False)
    assert finding.issue.ref.text == "SHOP-1"
    assert finding.message == (
        "all that it needs comes in time with odds of 36 %, from 2 blockers (assumed); "
        "the weakest is OPS-1 of OPS at 60 % (assumed)"
    )
    assert finding.action == "begin with OPS-1: plan a fallback for it, or do without it"
    assert [(link.blocked.ref.text, link.blocker.ref.text) for link in finding.links] == [("SHOP-1", "OPS-1")]


def test_one_blocker_of_the_assumed_odds_is_no_danger():
    assert told(plan("PAY-1")) == []


def test_what_the_teams_did_before_is_what_is_expected_of_them():
    drawing = plan("PAY-1", "OPS-1")
    for number in range(22):
        closed = date(2026, 3, 1) + timedelta(days=number)
        drawing.issue(f"PAY-{10 + number}", State.DONE, needed_by=date(2026, 3, 14), closed=closed)

    [finding] = drawing.findings(RULE)

    assert "from 2 blockers (PAY 14 of 22 on time and the organisation's record: 14 of 22 on time)" in finding.message
    assert finding.message.endswith("the weakest is OPS-1 of OPS at 63 % (the organisation's record: 14 of 22 on time)")


def test_a_fallback_that_stands_takes_a_plan_out_of_danger():
    assert told(plan("PAY-1", "OPS-1").open("SHOP-2").fallback("SHOP-1", "SHOP-2", against="PAY-1")) == []


def test_many_fallbacks_may_be_too_few():
    drawing = plan(*(f"PAY-{number}" for number in range(20)))
    for number in range(20):
        drawing.open(f"SHOP-{100 + number}").fallback("SHOP-1", f"SHOP-{100 + number}", against=f"PAY-{number}")

    [finding] = drawing.findings(RULE)

    assert "odds of 44 %, from 20 blockers" in finding.message


def test_what_a_blocker_waits_on_counts():
    [finding] = plan("PAY-1").open("OPS-1").waits("PAY-1", "OPS-1").findings(RULE)

    assert finding.message.endswith("the weakest is PAY-1 of PAY at 36 % (assumed and what it waits on itself)")


def test_the_links_of_parts_are_the_plans_and_told_on_its_topmost_issue():
    drawing = Drawing().open("SHOP-1", "SHOP-2", planned=True).open("PAY-1", "OPS-1").part("SHOP-2", "SHOP-1")

    assert told(drawing.waits("SHOP-2", "PAY-1", "OPS-1")) == [("SHOP-1", Severity.WARNING)]


def test_work_of_its_own_team_may_lead_a_plan_into_danger():
    [finding] = plan("SHOP-5").open("PAY-1", "OPS-1").waits("SHOP-5", "PAY-1", "OPS-1").findings(RULE)

    assert finding.message.endswith("the weakest is SHOP-5 of SHOP at 36 % (what it waits on itself)")


def test_a_dropped_blocker_leaves_no_odds_at_all_and_is_another_rules_matter():
    drawing = plan("PAY-1").issue("PAY-1", State.DROPPED)

    assert drawing.findings(RULE) == []
    assert len(drawing.findings("blocker-dropped")) == 1


def test_what_is_not_planned_is_in_no_danger():
    assert told(Drawing().open("SHOP-1", "PAY-1", "OPS-1").waits("SHOP-1", "PAY-1", "OPS-1")) == []


def test_a_plan_in_a_ring_has_no_odds_and_is_another_rules_matter():
    assert told(plan("PAY-1", "OPS-1").waits("OPS-1", "SHOP-1")) == []


@pytest.mark.parametrize(("danger_odds", "count"), [(0.7, 1), (0.6, 0), (0.0, 0)])
def test_what_is_danger_is_the_organisations_choice(danger_odds, count):
    policy = Policy(assumptions=Assumptions(danger_odds=danger_odds))

    assert len(told(plan("PAY-1", policy=policy))) == count


def test_a_waiver_of_the_weakest_link_leaves_it_to_the_page():
    drawing = plan("PAY-1", "OPS-1").waiver("SHOP-1", until=TODAY, rule=RULE)

    assert told(drawing) == [("SHOP-1", Severity.REPORT)]


def test_it_stays_the_same_finding_while_blockers_come_and_go():
    [before] = plan("PAY-1", "OPS-1").findings(RULE)
    [after] = plan("PAY-1", "OPS-1", "LAB-1").findings(RULE)

    assert before.key == after.key == "DT402:jira/acme/SHOP-1"
