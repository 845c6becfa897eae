from dataclasses import replace
from datetime import date

import pytest

from rules.model import State
from rules.policy import Policy
from rules.statements import Cost, FallbackKind
from service.overview.figures import figures
from service.overview.first_steps import MOST, first_steps
from service.reports.earlier import Earlier
from tests.drawing import Drawing
from tests.service.overview.drawn import planned, reported


def steps(drawing):
    return {step.section: step for step in first_steps(reported(drawing))}


def tiles(drawing):
    return [(tile.value, tile.what, tile.bad) for tile in figures(reported(drawing))]


def test_where_nothing_presses_there_is_no_step():
    assert steps(planned("SHOP-1")) == {}


def test_the_fallback_that_gains_most_is_a_step():
    found = steps(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))["next"]

    assert found.what == "Plan a fallback for PAY-1 of Payments"
    assert found.why == "It gains most a day of work: a plan of Shop goes from 60 % to 96 % for 5 days (assumed)."
    assert [one.ref.text for one in found.issues] == ["SHOP-1"]


def test_plans_that_cannot_land_are_a_step_with_the_reasons():
    drawing = planned("SHOP-1", "APP-1").open("PAY-1").issue("OPS-1", State.DROPPED).waits("APP-1", "OPS-1")

    found = steps(drawing.waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1"))["plans"]

    assert found.what == "Settle 2 plans that cannot land as they stand"
    assert found.why == "1 waits in a ring, 1 waits on work that was dropped, and nothing stands in."
    assert [one.ref.text for one in found.issues] == ["SHOP-1", "APP-1"]


def test_false_fallbacks_are_a_step():
    drawing = planned("SHOP-1").open("PAY-1", "APP-9").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "APP-9")

    found = steps(drawing)["false"]

    assert (found.what, found.why) == ("Replace 1 fallback that is none", "1 belongs to another team.")


def test_waits_for_what_was_dropped_are_a_step_that_names_a_few():
    drawing = Drawing().issue("PAY-1", State.DROPPED)
    for at in range(5):
        drawing.open(f"SHOP-{at}").waits(f"SHOP-{at}", "PAY-1")

    found = steps(drawing)["findings"]

    assert found.what == "Decide on 5 waits for what was dropped"
    assert found.why.endswith("and 4 more like it.")
    assert [one.ref.text for one in found.issues] == ["SHOP-0", "SHOP-1", "SHOP-2"]


def test_a_fallback_that_is_to_be_begun_is_a_step():
    drawing = Drawing().issue("SHOP-1", needed_by=date(2026, 11, 25)).open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1")

    found = steps(drawing.fallback("SHOP-1", "SHOP-9", cost=Cost(build=3)))["findings"]

    assert found.what == "Begin 1 fallback now"
    assert "SHOP-9" in found.why
    assert "not started" in found.why


def test_a_team_that_many_ask_is_a_step():
    drawing = Drawing().open("PAY-1", *(asking := ["SHOP-1", "APP-1", "OPS-1", "CRM-1"]))
    for one in asking:
        drawing.waits(one, "PAY-1")

    found = steps(drawing)["council"]

    assert found.what == "Weigh what is asked of Payments, in one place"
    assert found.why == "4 teams wait there for 1 ticket; 4 asks there have no answer."


def test_where_no_team_is_configured_projects_wait():
    drawing = Drawing().open("PAY-1", *(asking := ["SHOP-1", "APP-1", "OPS-1", "CRM-1"]))
    for one in asking:
        drawing.waits(one, "PAY-1")

    [found] = first_steps(reported(drawing, policy=Policy()))

    assert found.why.startswith("4 projects wait there")


def hack():
    drawing = planned("SHOP-1").open("PAY-1").issue("SHOP-9", State.DONE).waits("SHOP-1", "PAY-1")
    return drawing.fallback("SHOP-1", "SHOP-9", kind=FallbackKind.HACK, cost=Cost(build=3, keep=2, remove=1))


def test_the_dearest_hack_is_a_step():
    found = steps(hack())["ledger"]

    assert found.what == "Get PAY-1 of Payments done, or stop paying for it"
    assert found.why == "What was built in its place costs 1 team 2 days a month."


def test_there_are_no_more_steps_than_one_remembers():
    drawing = hack().issue("PAY-9", State.DROPPED).open("PAY-2", "APP-9", "OPS-1", "CRM-1")
    for plan in ("SHOP-2", "SHOP-3", "SHOP-4", "APP-1"):
        drawing.issue(plan, planned=True).waits(plan, "PAY-2")
    drawing.waits("SHOP-2", "PAY-9").fallback("SHOP-3", "APP-9").waits("OPS-1", "PAY-2").waits("CRM-1", "PAY-2")

    assert len(steps(drawing)) == MOST


def test_the_figures_tell_what_is_as_it_should_be_and_what_is_not():
    assert tiles(hack().open("PAY-2").issue("SHOP-2", planned=True).waits("SHOP-2", "PAY-2")) == [
        ("50 %", "1 of 2 plans ship if nobody else delivers", True),
        ("60 %", "are the odds that all plans land", False),
        ("0", "plans with odds below 50 %", False),
        ("1 of 2", "waits on others have no plan B", True),
        ("0", "declared fallbacks are none", False),
        ("2 days", "a month to keep 1 hack", True),
    ]


def test_the_figures_tell_what_they_were_in_the_audit_that_this_one_is_compared_with():
    report = reported(planned("SHOP-1", "APP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))

    found = figures(replace(report, earlier=Earlier(frozenset(), share=0.25, odds=0.001)))

    assert [tile.was for tile in found[:3]] == ["was 25 %", "was under 1 %", ""]
    assert [tile.was for tile in figures(report)[:2]] == ["", ""]


@pytest.mark.parametrize("texts", [[], ["SHOP-1"]])
def test_without_plans_there_are_no_figures_on_them(texts):
    assert [value for value, *_ in tiles(Drawing().open(*texts))] == ["0 of 0", "0"]
