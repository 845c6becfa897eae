import pytest

from rules.deadlines import Estimate, Known
from rules.odds.outlook import Outlook
from rules.odds.remedies import cheapest_next, cheapest_of_all
from rules.statements import Cost
from tests.drawing import Drawing, ref
from tests.rules.odds.drawn import row_of


def remedy(drawing, text="SHOP-1"):
    graph = drawing.graph()
    return cheapest_next(Outlook(graph), row_of(graph, text))


def test_a_fallback_for_the_only_blocker_gains_what_that_lacks():
    found = remedy(Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1"))

    assert found.link.blocker.ref == ref("PAY-1")
    assert found.gained == pytest.approx(0.96 - 0.6)
    assert found.lead == Estimate(5, Known.ASSUMED)


def test_what_the_team_declared_elsewhere_tells_what_a_fallback_costs_there():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "SHOP-3", "PAY-1", "PAY-2").waits("SHOP-1", "PAY-1")
    drawing.waits("SHOP-2", "PAY-2").fallback("SHOP-2", "SHOP-3", cost=Cost(build=2))

    assert remedy(drawing).lead == Estimate(2, Known.MEDIAN)


def test_the_cheaper_of_two_equal_gains_comes_first():
    drawing = Drawing().open("SHOP-1", "PAY-1", "OPS-1", "OPS-2").waits("SHOP-1", "PAY-1", "OPS-1")
    drawing.fallback("SHOP-1", "OPS-2", against="OPS-1", cost=Cost(build=1))
    drawing.fallback("SHOP-1", "OPS-2", against="PAY-1", cost=Cost(build=4))

    assert (remedy(drawing).link.blocker.ref, remedy(drawing).lead) == (ref("OPS-1"), Estimate(1, Known.DECLARED))


def test_a_plan_without_an_uncovered_link_needs_none():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")

    assert remedy(drawing) is None


def test_a_fallback_may_cut_a_ring():
    drawing = Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1")

    assert (remedy(drawing).before, remedy(drawing).after) == (None, pytest.approx(0.9))


def test_the_links_of_parts_in_other_teams_are_the_plans_too():
    drawing = Drawing().open("SHOP-1", planned=True).open("APP-2", "PAY-1").part("APP-2", "SHOP-1")

    assert remedy(drawing.waits("APP-2", "PAY-1")).link.blocked.ref == ref("APP-2")


def test_for_the_organisation_the_best_fallback_of_all_plans_comes_first():
    drawing = Drawing().open("SHOP-1", "APP-1", "WEB-1", planned=True).open("PAY-1", "OPS-1", "OPS-2", "LAB-1")
    drawing.waits("SHOP-1", "PAY-1", "OPS-1", "OPS-2").waits("APP-1", "PAY-1").waits("WEB-1", "PAY-1", "LAB-1")

    found = cheapest_of_all(Outlook(drawing.graph()))

    assert (found.link.blocked.ref, found.gained) == (ref("APP-1"), pytest.approx(0.36))


def test_an_organisation_without_waits_needs_no_fallback():
    assert cheapest_of_all(Outlook(Drawing().open("SHOP-1", planned=True).graph())) is None
