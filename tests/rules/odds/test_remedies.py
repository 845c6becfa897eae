import pytest

from rules.model import Cost
from rules.odds.remedies import cheapest_next
from tests.drawing import Drawing, ref


def remedy(drawing, text="SHOP-1"):
    graph = drawing.graph()
    return cheapest_next(
        graph, next(at for at in range(len(graph.columns)) if graph.columns.names.ref(at) == ref(text))
    )


def test_a_fallback_for_the_only_blocker_gains_what_that_lacks():
    found = remedy(Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1"))

    assert found.link.blocker.ref == ref("PAY-1")
    assert found.gained == pytest.approx(0.96 - 0.6)
    assert (found.days, found.known) == (5, "assumed")


def test_what_the_team_declared_elsewhere_tells_what_a_fallback_costs_there():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "SHOP-3", "PAY-1", "PAY-2").waits("SHOP-1", "PAY-1")
    drawing.waits("SHOP-2", "PAY-2").fallback("SHOP-2", "SHOP-3", cost=Cost(build=2))

    assert (remedy(drawing).days, remedy(drawing).known) == (2, "the team's median")


def test_the_cheaper_of_two_equal_gains_comes_first():
    drawing = Drawing().open("SHOP-1", "PAY-1", "OPS-1", "OPS-2").waits("SHOP-1", "PAY-1", "OPS-1")
    drawing.fallback("SHOP-1", "OPS-2", against="OPS-1", cost=Cost(build=1))
    drawing.fallback("SHOP-1", "OPS-2", against="PAY-1", cost=Cost(build=4))

    assert (remedy(drawing).link.blocker.ref, remedy(drawing).known) == (ref("OPS-1"), "declared")


def test_a_plan_without_an_uncovered_link_needs_none():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")

    assert remedy(drawing) is None


def test_a_ring_has_no_next_fallback():
    drawing = Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1")

    assert remedy(drawing) is None
