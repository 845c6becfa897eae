import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import State
from rules.odds.chances import chance_in
from rules.odds.drills import drawn, fire_drill
from rules.odds.outlook import Outlook
from rules.odds.structure import Condition, Role
from tests.drawing import Drawing, ref
from tests.rules.odds.drawn import OTHERS, organisations, row_of


def drilled(drawing, *late):
    """What becomes of the plans, by name, and why those that are stopped or stuck do not ship."""
    graph = drawing.graph()
    names = [graph.columns.names.ref(row) for row in range(len(graph.columns))]
    drill = fire_drill(Outlook(graph), {names.index(ref(text)) for text in late})
    fates = {
        fate: [names[row].text for row in getattr(drill, fate)] for fate in ("unhurt", "saved", "stopped", "stuck")
    }
    proofs = [[names[row].text for row in drill.way(plan)] for plan in (*drill.stopped, *drill.stuck)]
    return {fate: plans for fate, plans in fates.items() if plans}, proofs


def two_plans():
    drawing = Drawing().open("APP-1", "SHOP-1", planned=True).open("PAY-1", "OPS-1", "SHOP-2")
    return drawing.waits("APP-1", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")


def test_a_plan_with_a_fallback_ships_although_its_blocker_is_late():
    assert drilled(two_plans(), "PAY-1") == ({"saved": ["SHOP-1"], "stopped": ["APP-1"]}, [["APP-1", "PAY-1"]])


def test_a_plan_ships_where_others_are_late():
    assert drilled(two_plans(), "OPS-1") == ({"unhurt": ["APP-1", "SHOP-1"]}, [])


def test_what_a_blocker_waits_on_stops_a_plan_too():
    fates, [way] = drilled(two_plans().waits("PAY-1", "OPS-1"), "OPS-1")

    assert fates == {"saved": ["SHOP-1"], "stopped": ["APP-1"]}
    assert way == ["APP-1", "PAY-1", "OPS-1"]


def test_a_part_that_waits_is_named_in_the_proof():
    drawing = two_plans().open("APP-2", "LAB-1").part("APP-2", "APP-1").waits("APP-2", "LAB-1")

    assert drilled(drawing, "LAB-1")[1] == [["APP-1", "APP-2", "LAB-1"]]


def test_a_plan_that_waits_in_a_ring_does_not_ship_with_or_without_the_drill():
    fates, [way] = drilled(two_plans().waits("PAY-1", "APP-1"))

    assert fates == {"unhurt": ["SHOP-1"], "stuck": ["APP-1"]}
    assert way == ["APP-1", "PAY-1", "APP-1"]


def test_neither_does_one_that_waits_on_what_was_dropped():
    fates, [way] = drilled(two_plans().issue("PAY-1", State.DROPPED), "OPS-1")

    assert fates == {"unhurt": ["SHOP-1"], "stuck": ["APP-1"]}
    assert way == ["APP-1", "PAY-1"]


def test_blockers_are_drawn_by_lot_and_the_same_for_the_same_seed():
    drawing = Drawing().open("SHOP-1", planned=True).open(*(f"PAY-{number}" for number in range(20)))
    for number in range(20):
        drawing.waits("SHOP-1", f"PAY-{number}")
    outlook = Outlook(drawing.graph())

    first, again, other = (drawn(outlook, 5, seed) for seed in (1, 1, 2))

    assert first == again != other
    assert len(set(first)) == 5


def test_only_what_plans_ask_other_teams_for_is_drawn():
    drawing = (
        Drawing().open("SHOP-1", planned=True).open("SHOP-2", "APP-1", "PAY-1", "PAY-2").issue("PAY-3", State.DROPPED)
    )
    drawing.waits("SHOP-1", "SHOP-2", "PAY-1", "PAY-3").waits("APP-1", "PAY-2")
    graph = drawing.graph()

    assert drawn(Outlook(graph), 10, 1) == [row_of(graph, "PAY-1")]


@given(organisations(), st.sets(st.sampled_from(OTHERS), max_size=3))
def test_a_plan_ships_if_it_does_where_the_late_have_no_odds_and_all_others_certainty(drawing, late):
    graph = drawing.graph()
    outlook, rows = Outlook(graph), {row_of(graph, text) for text in late}

    drill = fire_drill(outlook, rows)

    for plan in outlook.plans:
        steps = {
            step: Condition(float(one.odds > 0 and (step[1] is not Role.ASK or step[0] not in rows)), one.needs)
            for step, one in outlook.conditions(plan).items()
        }
        ships = chance_in(steps, (plan, Role.WORK)).odds == pytest.approx(1)
        assert ships == (plan in (*drill.unhurt, *drill.saved))
        assert ships or drill.way(plan)[0] == plan
