from itertools import product
from math import prod

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.model import State
from rules.odds.chances import percent
from rules.odds.outlook import Outlook
from rules.odds.structure import Role, settled
from rules.odds.together import Together, together
from rules.policy import Assumptions, Policy
from tests.drawing import Drawing
from tests.rules.odds.drawn import KEYS, MOST_EVENTS, OTHERS, OWN, organisations, row_of


def landing(drawing, *plans):
    graph = drawing.graph()
    return together(Outlook(graph), [row_of(graph, plan) for plan in plans])


def test_plans_that_share_nothing_multiply():
    drawing = Drawing().open("SHOP-1", "APP-1", "PAY-1", "OPS-1").waits("SHOP-1", "PAY-1").waits("APP-1", "OPS-1")

    assert landing(drawing, "SHOP-1", "APP-1").chance.odds == pytest.approx(0.36)


def test_a_blocker_of_two_plans_is_one_event():
    drawing = Drawing().open("SHOP-1", "APP-1", "PAY-1").waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1")

    assert landing(drawing, "SHOP-1", "APP-1").chance.odds == pytest.approx(0.6)


def test_what_a_team_does_for_its_own_plan_is_no_event_until_another_plan_needs_it():
    drawing = Drawing().open("PAY-1", "PAY-2", "SHOP-1").waits("PAY-1", "PAY-2")

    assert landing(drawing, "PAY-1", "SHOP-1").chance.odds == 1
    assert landing(drawing.waits("SHOP-1", "PAY-2"), "PAY-1", "SHOP-1").chance.odds == pytest.approx(0.6)


def test_a_fallback_counts_and_one_that_two_plans_share_is_one_event():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1", "OPS-1", "SHOP-9").waits("SHOP-1", "PAY-1")
    drawing.waits("SHOP-2", "OPS-1").fallback("SHOP-1", "SHOP-9").fallback("SHOP-2", "SHOP-9")

    assert landing(drawing, "SHOP-1").chance.odds == pytest.approx(1 - 0.4 * 0.1)
    assert landing(drawing, "SHOP-1", "SHOP-2").chance.odds == pytest.approx(0.9 + 0.1 * 0.36)


def test_plans_that_cannot_land_are_counted_and_the_others_have_odds():
    drawing = Drawing().open("SHOP-1", "APP-1", "WEB-1", "PAY-1").issue("OPS-1", State.DROPPED)
    drawing.waits("SHOP-1", "PAY-1").waits("APP-1", "OPS-1").waits("WEB-1", "PAY-2").waits("PAY-1", "CRM-1")
    drawing.open("PAY-2").waits("PAY-2", "WEB-1")

    found = landing(drawing, "SHOP-1", "APP-1", "WEB-1")

    assert (found.plans, found.ringed, found.in_vain, found.stuck) == (3, 1, 1, 2)
    assert found.chance.odds == pytest.approx(0.36)


def test_of_no_plans_all_land():
    assert landing(Drawing().open("SHOP-1")) == Together(0, 0, 0, landing(Drawing().open("SHOP-1"), "SHOP-1").chance)


def test_hundreds_of_plans_that_share_nothing_are_weighed_exactly():
    drawing = Drawing()
    for at in range(300):
        drawing.open(f"SHOP-{at}", f"PAY-{at}", f"SHOP-9{at}x").waits(f"SHOP-{at}", f"PAY-{at}")
        drawing.fallback(f"SHOP-{at}", f"SHOP-9{at}x")

    found = landing(drawing, *(f"SHOP-{at}" for at in range(300)))

    assert found.chance.odds == pytest.approx(0.96**300)
    assert found.chance.error == 0


def test_what_is_too_rare_to_be_drawn_is_no_impossibility():
    drawing = Drawing(Policy(assumptions=Assumptions(odds=0.1))).open("SHOP-900")
    plans = [f"SHOP-{at}" for at in range(1, 200)]
    for at, plan in enumerate(plans):
        drawing.open(plan, f"PAY-{at}", f"OPS-{at}", f"SHOP-{901 + at}").waits(plan, f"PAY-{at}", f"OPS-{at}")
        drawing.fallback(plan, f"SHOP-{900 + at}").fallback(plan, f"SHOP-{901 + at}", against=f"OPS-{at}")

    found = landing(drawing, *plans).chance

    assert (percent(found.odds), found.error > 0) == ("under 1 %", True)


@settings(max_examples=200)
@given(organisations(), st.sets(st.sampled_from([*OWN, *OTHERS[:3]]), min_size=1, max_size=4))
def test_the_odds_of_all_are_those_of_all_outcomes_in_which_each_plan_lands(drawing, plans):
    graph = drawing.graph()
    outlook, rows = Outlook(graph), [row_of(graph, plan) for plan in sorted(plans)]
    conditions = {row: outlook.conditions(row) for row in rows}
    uncertain = sorted({step for one in conditions.values() for step in one if 0 < one[step].odds < 1})
    assume(len(uncertain) <= MOST_EVENTS)

    found = together(outlook, rows)

    able = [row for row in rows if lands(conditions[row], row, dict.fromkeys(uncertain, True))]
    assert found.stuck == len(rows) - len(able)
    expected = sum(
        weight
        for weight, came in outcomes(conditions, uncertain)
        if all(lands(conditions[row], row, came) for row in able)
    )
    assert found.chance.odds == pytest.approx(expected, abs=5 * found.chance.error + 1e-9)


def outcomes(conditions, uncertain):
    odds = {step: one[step].odds for one in conditions.values() for step in one if 0 < one[step].odds < 1}
    for outcome in product([False, True], repeat=len(uncertain)):
        came = dict(zip(uncertain, outcome, strict=True))
        yield prod(odds[step] if came[step] else 1 - odds[step] for step in uncertain), came


def lands(steps, row, came):
    """Whether a plan lands if of the uncertain events exactly these come: to its own team its own work is none."""
    return (row, Role.WORK) in settled(steps, lambda step: came[step] if 0 < steps[step].odds < 1 else steps[step].odds)


@given(organisations(), st.sampled_from(KEYS))
def test_one_plan_alone_has_its_own_odds(drawing, plan):
    graph = drawing.graph()
    outlook, row = Outlook(graph), row_of(graph, plan)
    alone = outlook.chance(row)
    assume(alone.odds)

    assert together(outlook, [row]).chance.odds == pytest.approx(alone.odds, abs=5 * alone.error + 1e-9)
