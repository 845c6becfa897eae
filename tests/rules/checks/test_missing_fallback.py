from datetime import date

import pytest

from rules.model import DateSource, PlanSign, State
from rules.policy import Policy
from rules.rule import Severity
from tests.drawing import TODAY, Drawing, codes

RULE = "missing-fallback"


def waiting(**fields):
    return Drawing().issue("SHOP-1", **fields).open("PAY-1").waits("SHOP-1", "PAY-1")


def test_a_planned_wait_without_plan_b_is_an_error_that_speaks():
    drawing = waiting(planned=True)

    [finding] = drawing.findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.ERROR, True)
    assert finding.issue.ref.text == "SHOP-1"
    assert [link.blocker.ref.text for link in finding.links] == ["PAY-1"]
    assert finding.message == "waits on PAY-1 (PAY) and no fallback is declared"


def test_an_unplanned_wait_is_only_reported():
    drawing = waiting()

    [finding] = drawing.findings(RULE)

    assert (finding.severity, finding.speaks) == (Severity.REPORT, False)


def test_a_needed_by_date_makes_the_wait_planned_also_by_the_parents_date():
    drawing = waiting()
    drawing.issue("SHOP-9", needed_by=date(2026, 12, 24), needed_from=DateSource.DUE_DATE).part("SHOP-1", "SHOP-9")

    [finding] = drawing.findings(RULE)

    assert finding.severity is Severity.ERROR
    assert finding.issue.needed_by == date(2026, 12, 24)
    assert finding.issue.needed_from is DateSource.PARENT


def test_which_signs_count_as_planned_is_the_policys():
    drawing = waiting(planned=True)
    drawing.policy = Policy(planned_by=PlanSign.ACTIVE_SPRINT)

    [finding] = drawing.findings(RULE)

    assert finding.severity is Severity.REPORT


@pytest.mark.parametrize("ticket", ["SHOP-2", "PAY-2", "SHOP-404"])
def test_a_declared_fallback_is_never_missing_be_it_true_or_false(ticket):
    drawing = waiting(planned=True).open("SHOP-2", "PAY-2").fallback("SHOP-1", ticket)

    assert drawing.findings(RULE) == []


def test_a_wait_inside_one_team_needs_no_plan_b():
    drawing = Drawing().issue("SHOP-1", planned=True).open("SHOP-2").waits("SHOP-1", "SHOP-2")

    assert drawing.findings(RULE) == []


@pytest.mark.parametrize(("blocked", "blocker"), [(State.OPEN, State.DONE), (State.DONE, State.OPEN)])
def test_an_ended_wait_needs_no_plan_b(blocked, blocker):
    drawing = Drawing().issue("SHOP-1", blocked, planned=True).issue("PAY-1", blocker).waits("SHOP-1", "PAY-1")

    assert drawing.findings(RULE) == []


def test_a_blocker_that_nobody_can_see_still_needs_a_plan_b():
    drawing = Drawing().issue("SHOP-1", planned=True).waits("SHOP-1", "PAY-1")

    assert len(drawing.findings(RULE)) == 1


def test_an_outside_supplier_without_a_ticket_needs_a_plan_b():
    drawing = Drawing().issue("SHOP-1", planned=True).waits("SHOP-1", "vendor:Stripe")

    [finding] = drawing.findings(RULE)

    assert finding.message == "waits on vendor:Stripe (Stripe) and no fallback is declared"


def test_a_waiver_holds_through_its_last_day_and_no_longer():
    drawing = waiting(planned=True).waiver("SHOP-1", until=TODAY)

    assert drawing.findings(RULE) == []
    assert codes(drawing.findings("waiver-expired", as_of=date(2026, 11, 24))) == ["DT109"]
    graph = drawing.graph()
    graph.waived("DT101", RULE)
    assert date.fromordinal(graph.next_change) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("waiver", "silent"),
    [
        ({"blocker": "PAY-1"}, True),
        ({"blocker": "PAY-2"}, False),
        ({"rule": "DT101"}, True),
        ({"rule": "missing-fallback"}, True),
        ({"rule": "DT306"}, False),
    ],
)
def test_a_waiver_holds_for_what_it_names(waiver, silent):
    drawing = waiting(planned=True).open("PAY-2").waiver("SHOP-1", until=TODAY, **waiver)

    assert (drawing.findings(RULE) == []) is silent


def test_a_fallbacks_own_missing_fallback_does_not_speak_while_it_is_named_false():
    drawing = (
        waiting(planned=True)
        .issue("SHOP-2", planned=True)
        .open("OPS-1")
        .fallback("SHOP-1", "SHOP-2")
        .waits("SHOP-2", "OPS-1")
    )

    [finding] = drawing.findings(RULE)

    assert finding.issue.ref.text == "SHOP-2"
    assert (finding.severity, finding.speaks) == (Severity.ERROR, False)


def test_a_link_between_an_issue_and_its_ancestor_is_hierarchy():
    drawing = waiting(planned=True).part("SHOP-1", "PAY-1")

    assert drawing.findings() == []


def test_a_blocker_closed_as_a_duplicate_stands_for_its_original():
    drawing = (
        Drawing()
        .issue("SHOP-1", planned=True)
        .issue("PAY-1", State.DROPPED, closed_as_duplicate=True)
        .open("PAY-2")
        .duplicate("PAY-1", "PAY-2")
        .waits("SHOP-1", "PAY-1")
    )

    [finding] = drawing.findings()

    assert finding.code == "DT101"
    assert finding.links[0].blocker.ref.text == "PAY-2"


@pytest.mark.parametrize("silenced", ["by waiver", "by policy"])
def test_it_speaks_again_where_nobody_names_the_false_fallback(silenced):
    drawing = waiting(planned=True).issue("SHOP-2", planned=True).open("OPS-1")
    drawing.fallback("SHOP-1", "SHOP-2").waits("SHOP-2", "OPS-1")
    if silenced == "by waiver":
        drawing.waiver("SHOP-1", until=TODAY)
    else:
        drawing.policy = Policy(ignore=frozenset({"DT103"}))

    [finding] = drawing.findings(RULE)

    assert (finding.issue.ref.text, finding.speaks) == ("SHOP-2", True)
