from datetime import date

import pytest

from rules.model import State
from rules.policy import Policy
from service.overview.headline import A_PLAN, headline
from tests.drawing import Drawing
from tests.service.overview.drawn import TEAMS, planned, reported

SOON, LATER, PAST = date(2026, 12, 15), date(2027, 3, 1), date(2026, 11, 1)


def told(drawing, policy=TEAMS):
    report = reported(drawing, policy=policy)
    return headline(report.audit, report.horizons)


def big(drawing, policy=TEAMS):
    return " ".join(told(drawing, policy).big)


def test_it_tells_what_needs_nobody_on_whom_the_rest_hangs_and_the_odds_of_all():
    drawing = planned("SHOP-1", "SHOP-2", "APP-1").open("PAY-1", "OPS-1")

    assert big(drawing.waits("SHOP-1", "PAY-1").waits("APP-1", "OPS-1")) == (
        "33 % of the 3 plans ship even if no other team delivers. "
        "The rest hangs on Payments and Operations; the odds that all land are 36 %."
    )


def test_more_teams_than_one_remembers_are_counted():
    drawing = planned("SHOP-1", "SHOP-2").open("PAY-1", "OPS-1", "APP-9", "CRM-1")

    assert "hangs on 4 teams;" in big(drawing.waits("SHOP-1", "PAY-1", "OPS-1", "APP-9", "CRM-1"))


@pytest.mark.parametrize(
    ("plans", "words"),
    [
        (["SHOP-1"], "The only plan does not ship if no other team delivers. It hangs on Payments;"),
        (["SHOP-1", "SHOP-2"], "None of the 2 plans ships if no other team delivers. They hang on Payments;"),
    ],
)
def test_where_no_plan_ships_alone_it_says_so(plans, words):
    drawing = planned(*plans).open("PAY-1")
    for plan in plans:
        drawing.waits(plan, "PAY-1")

    assert big(drawing).startswith(words)


def test_where_nothing_is_wrong_it_says_no_more():
    assert big(planned("SHOP-1", "APP-1")) == "All 2 plans ship even if no other team delivers."
    assert big(planned("SHOP-1")) == "The only plan ships even if no other team delivers."


def test_where_all_have_fallbacks_the_odds_are_told():
    drawing = planned("SHOP-1", "APP-1").open("PAY-1", "SHOP-2").waits("SHOP-1", "PAY-1")

    assert big(drawing.fallback("SHOP-1", "SHOP-2")) == (
        "All 2 plans ship even if no other team delivers. The odds that all land are 96 %."
    )


def test_plans_that_cannot_land_are_told_apart_with_the_reason():
    drawing = planned("SHOP-1", "APP-1", "OPS-9").open("PAY-1", "PAY-2").issue("OPS-1", State.DROPPED)
    drawing.waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1").waits("APP-1", "OPS-1").waits("OPS-9", "PAY-2")

    found = told(drawing)

    assert found.big[-1].endswith("2 cannot land as things stand, and the odds that all others do are 60 %.")
    assert found.more[0] == "1 plan waits in a ring and 1 plan waits on work that was dropped, and nothing stands in."


def test_a_ring_of_the_only_plan_has_no_odds():
    drawing = planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1")

    assert big(drawing).endswith("It hangs on Payments; it cannot land as things stand.")


def test_what_is_needed_soon_comes_first_and_all_others_after_it():
    drawing = Drawing().issue("SHOP-1", needed_by=SOON).issue("SHOP-2", needed_by=SOON)
    drawing.issue("APP-1", needed_by=LATER).open("PAY-1", "OPS-1").waits("SHOP-1", "PAY-1").waits("APP-1", "OPS-1")

    found = told(drawing)

    assert found.big[0] == "50 % of the 2 plans needed by 31 Dec 2026 ship even if no other team delivers."
    assert found.more == ("Of all 3 plans, 2 hang on Payments and Operations; the odds that all land are 36 %.",)


def test_where_only_later_plans_hang_they_belong_into_the_headline():
    drawing = Drawing().issue("SHOP-1", needed_by=SOON).issue("APP-1", needed_by=LATER).open("OPS-1")

    assert big(drawing.waits("APP-1", "OPS-1")) == (
        "The only plan needed by 31 Dec 2026 ships even if no other team delivers. "
        "Of all 2 plans, 1 hangs on Operations; the odds that all land are 60 %."
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([PAST], "The plan needed by 31 Dec 2026 is past its day already, and still open."),
        ([PAST, PAST], "All 2 plans needed by 31 Dec 2026 are past their day already, and still open."),
        ([PAST, SOON], "1 of the 2 plans needed by 31 Dec 2026 is past its day already, and still open."),
    ],
)
def test_plans_that_are_late_already_are_named(days, words):
    drawing = Drawing()
    for at, day in enumerate(days):
        drawing.issue(f"SHOP-{at}", needed_by=day)

    assert told(drawing).more[0] == words


def test_where_nothing_is_planned_it_tells_of_waits_and_what_a_plan_is():
    found = told(Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-1"))

    assert found.big == (
        "Nothing here is planned, so no plan can fail.",
        "2 of 2 waits on other teams have no fallback that stands.",
    )
    assert found.more == (A_PLAN,)


def test_where_nothing_is_planned_and_nobody_waits_it_says_so():
    assert told(Drawing().open("SHOP-1")).big[1] == "No issue waits on another team."
    covered = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")
    assert told(covered).big[1] == "The only wait on another team has a fallback that stands."


def test_without_issues_there_is_nothing_to_tell():
    assert big(Drawing()) == "No issues were read."


@pytest.mark.parametrize(
    ("plans", "words"),
    [
        (["SHOP-1"], "No teams are configured: each project stands for one."),
        (["acme/web#1"], "No teams are configured: each repository stands for one."),
        (["SHOP-1", "acme/web#1"], "No teams are configured: each project or repository stands for one."),
    ],
)
def test_where_no_team_is_configured_it_speaks_of_what_stands_for_one(plans, words):
    found = told(planned(*plans), policy=Policy())

    assert found.more[-1].startswith(words)
    assert words.split()[5] in found.big[0]
