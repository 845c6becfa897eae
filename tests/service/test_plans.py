"""What a report tells of plans."""

from datetime import date

import pytest

from rules.odds.horizons import horizons
from rules.odds.outlook import Outlook
from rules.policy import Assumptions, Policy
from rules.statements import Cost
from service.plans import plans_of
from service.reports.plans import document, lines
from tests.drawing import Drawing

SOON = date(2026, 12, 15)


def three_plans(policy=None):
    """APP-1 waits on two teams; SHOP-1 on one, for which it has a fallback; WEB-1 on nobody."""
    drawing = Drawing(policy).issue("APP-1", needed_by=SOON).open("PAY-1", "OPS-1", "APP-9", "SHOP-9")
    drawing.issue("SHOP-1", needed_by=SOON).issue("WEB-1", needed_by=date(2027, 5, 1)).waits("APP-1", "PAY-1", "OPS-1")
    drawing.fallback("APP-1", "PAY-9", against="OPS-1", cost=Cost(build=2))
    return drawing.waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-9")


def test_the_text_tells_the_danger_zone_and_what_to_build_next():
    assert list(lines(plans_of(three_plans().graph()))) == [
        "1 plan is in the danger zone, with odds below 50 %:",
        "  APP-1 Title of APP-1: 36 % (assumed); the weakest is OPS-1 of OPS at 60 %",
        (
            "The fallback that gains most a day of work: one for APP-1 in place of OPS-1, which takes its plan "
            "from 36 % to 58 % for 2 days (declared)."
        ),
    ]


def test_where_nothing_is_planned_the_text_has_no_part_on_plans():
    assert list(lines(plans_of(Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1").graph()))) == []


def test_the_document_lists_the_plans_that_wait_those_with_the_least_odds_first():
    found = document(plans_of(three_plans().graph()))

    assert found["self_reliance"] == {"share": 0.5, "covered": 1, "plans": 2, "until": "2026-12-31"}
    assert (found["count"], found["waiting"], found["in_danger"]) == (3, 2, 1)
    app, shop = found["plans"]
    assert [plan["issue"]["ref"] for plan in (app, shop)] == ["APP-1", "SHOP-1"]
    assert (app["odds"], app["known"], app["blockers"]) == (pytest.approx(0.36), "assumed", 2)
    assert (app["relies_on_itself"], shop["relies_on_itself"]) == (False, True)
    assert (shop["odds"], shop["cheapest_next"]) == (pytest.approx(0.96), None)
    assert app["weakest"]["link"]["blocker"]["ref"] == "OPS-1"
    assert (app["cheapest_next"]["days"], app["cheapest_next"]["days_known"]) == (2, "declared")


def test_the_document_tells_the_odds_that_all_plans_land():
    graph = three_plans().graph()

    soon, whole = document(plans_of(graph), horizons(Outlook(graph)))["landing"]

    assert (soon["until"], soon["plans"], soon["covered"]) == ("2026-12-31", 2, 1)
    assert soon["hangs_on"] == ["jira:PAY", "jira:OPS"]
    assert (whole["until"], whole["plans"], whole["ringed"], whole["in_vain"]) == (None, 3, 0, 0)
    assert whole["odds"] == pytest.approx(0.36)


def test_a_plan_in_a_ring_has_no_odds_in_the_document_and_comes_first():
    found = document(plans_of(three_plans().waits("PAY-1", "APP-1").graph()))

    assert next((plan["issue"]["ref"], plan["odds"]) for plan in found["plans"]) == ("APP-1", None)


def test_only_so_many_plans_are_weighed_and_all_are_counted():
    found = plans_of(three_plans(Policy(assumptions=Assumptions(danger_odds=0.99))).graph(), listed=1)

    assert [one.issue.ref.text for one in found.listed] == ["APP-1"]
    assert list(lines(found))[2] == "  ... and 1 more"
