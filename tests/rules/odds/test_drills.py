from rules.odds.drills import fire_drill
from tests.drawing import Drawing, ref


def drilled(drawing, *late):
    """The plans that ship, and those that do not."""
    graph = drawing.graph()
    names = [graph.columns.names.ref(row) for row in range(len(graph.columns))]
    found = fire_drill(graph, {names.index(ref(text)) for text in late})
    return [[names[row].text for row in rows] for rows in (found.ships, found.stops)]


def two_plans():
    drawing = Drawing().open("APP-1", "SHOP-1", planned=True).open("PAY-1", "OPS-1", "SHOP-2")
    return drawing.waits("APP-1", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")


def test_a_plan_with_a_fallback_ships_although_its_blocker_is_late():
    assert drilled(two_plans(), "PAY-1") == [["SHOP-1"], ["APP-1"]]


def test_a_plan_ships_where_others_are_late():
    assert drilled(two_plans(), "OPS-1") == [["APP-1", "SHOP-1"], []]


def test_what_a_blocker_waits_on_stops_a_plan_too():
    assert drilled(two_plans().waits("PAY-1", "OPS-1"), "OPS-1") == [["SHOP-1"], ["APP-1"]]


def test_a_plan_that_waits_in_a_ring_does_not_ship():
    assert drilled(two_plans().waits("PAY-1", "APP-1")) == [["SHOP-1"], ["APP-1"]]
