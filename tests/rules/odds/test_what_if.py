import pytest

from rules.odds.chances import RING
from rules.odds.outlook import Outlook
from rules.odds.what_if import what_if
from tests.drawing import Drawing
from tests.rules.odds.drawn import row_of


def prospects(drawing, text):
    """By plan: the odds now, if the issue never comes, if it comes, and if those who wait on it had a fallback."""
    graph = drawing.graph()
    return {
        graph.columns.names.ref(one.plan).text: tuple(
            chance and chance.odds for chance in (one.now, one.never, one.comes, one.with_fallback)
        )
        for one in what_if(Outlook(graph), row_of(graph, text)).prospects
    }


def two_plans():
    drawing = Drawing().open("APP-1", "SHOP-1", "WEB-1", planned=True).open("PAY-1", "OPS-1", "SHOP-2")
    drawing.waits("APP-1", "PAY-1").waits("SHOP-1", "PAY-1", "OPS-1").fallback("SHOP-1", "SHOP-2", against="PAY-1")
    return drawing.waits("WEB-1", "OPS-1")


def approximately(*odds):
    return tuple(one if one is None else pytest.approx(one) for one in odds)


def test_every_plan_that_waits_on_the_issue_is_told_before_and_after():
    assert prospects(two_plans(), "PAY-1") == {
        "APP-1": approximately(0.6, 0, 1, 0.96),
        "SHOP-1": approximately(0.6 * 0.96, 0.6 * 0.9, 0.6, None),
    }


def test_plans_that_wait_on_it_behind_another_blocker_are_told_too():
    drawing = two_plans().open("LAB-1").waits("PAY-1", "LAB-1")

    assert prospects(drawing, "LAB-1")["APP-1"] == approximately(0.36, 0, 0.6, 0.6 * 0.96)


def test_a_ticket_that_stands_in_for_something_is_counted_on_as_well():
    assert prospects(two_plans(), "SHOP-2") == {"SHOP-1": approximately(0.6 * 0.96, 0.36, 0.6, None)}


def test_nobody_waits_on_an_issue_that_nobody_names():
    assert prospects(two_plans(), "WEB-1") == {}


def test_an_issue_that_closes_a_ring_frees_it_if_it_comes():
    drawing = two_plans().waits("PAY-1", "APP-1")

    assert prospects(drawing, "PAY-1")["APP-1"] == approximately(RING.odds, 0, 1, 0.9)


def test_where_all_plans_hang_together_those_that_are_not_weighed_are_counted(monkeypatch):
    graph = two_plans().graph()
    monkeypatch.setattr("rules.odds.what_if.EFFORT", 1)

    found = what_if(Outlook(graph), row_of(graph, "PAY-1"))

    assert (len(found.prospects), found.left_out) == (1, 1)
