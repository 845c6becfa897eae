from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rules.graph import Graph
from rules.model import State
from rules.neighbourhood import neighbourhood
from rules.odds.chances import Chance, percent, simulated
from rules.odds.exact import exact
from rules.odds.outlook import Outlook
from rules.odds.structure import Role
from tests.drawing import TODAY, Drawing, ref
from tests.rules.odds.drawn import KEYS, MOST_EVENTS, OWN, chance, enumerated, organisations, row_of


def test_two_blockers_multiply():
    drawing = Drawing().open("SHOP-1", "PAY-1", "OPS-1").waits("SHOP-1", "PAY-1", "OPS-1")

    assert chance(drawing).odds == pytest.approx(0.36)


def test_a_blocker_that_two_need_is_one_event():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-2", "PAY-1")

    assert chance(drawing).odds == pytest.approx(0.6)


def test_a_fallback_that_stands_makes_up_for_what_the_blocker_lacks():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")

    assert chance(drawing).odds == pytest.approx(1 - 0.4 * 0.1)


def test_a_fallback_that_two_plan_on_is_one_event():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1", "OPS-1", "SHOP-9").waits("SHOP-1", "PAY-1", "OPS-1")

    assert chance(drawing.fallback("SHOP-1", "SHOP-9")).odds == pytest.approx(0.9 + 0.1 * 0.36)


def test_a_finished_fallback_is_certain():
    drawing = Drawing().open("SHOP-1", "PAY-1").issue("SHOP-2", State.DONE)

    assert chance(drawing.waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")).odds == 1


def test_a_fallback_has_the_odds_of_what_it_waits_on_too():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1", "OPS-1", "SHOP-3").waits("SHOP-1", "PAY-1")
    drawing.fallback("SHOP-1", "SHOP-2").waits("SHOP-2", "OPS-1").fallback("SHOP-2", "SHOP-3")

    assert chance(drawing).odds == pytest.approx(1 - 0.4 * (1 - 0.9 * (1 - 0.4 * 0.1)))


def test_a_dropped_blocker_does_not_come_and_a_done_one_has():
    drawing = Drawing().open("SHOP-1", "SHOP-2").issue("PAY-1", State.DROPPED).issue("PAY-2", State.DONE)
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-2")

    assert (chance(drawing).odds, chance(drawing, "SHOP-2").odds) == (0, 1)


@pytest.mark.parametrize(("dropped", "waits", "odds"), [("SHOP-3", "SHOP-1", 0.6), ("PAY-2", "PAY-1", 0.6)])
def test_what_a_team_dropped_itself_it_does_without(dropped, waits, odds):
    drawing = Drawing().open("SHOP-1", "PAY-1").issue(dropped, State.DROPPED).waits("SHOP-1", "PAY-1")

    assert chance(drawing.waits(waits, dropped)).odds == pytest.approx(odds)


def test_the_links_of_parts_count():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").part("SHOP-2", "SHOP-1").waits("SHOP-2", "PAY-1")

    assert chance(drawing).odds == pytest.approx(0.6)


def test_what_a_blocker_waits_on_counts_at_any_depth():
    drawing = Drawing().open("SHOP-1", "PAY-1", "OPS-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "OPS-1")

    assert chance(drawing).odds == pytest.approx(0.36)


def test_a_ring_has_no_odds_and_says_so():
    found = chance(Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1"))

    assert found.odds is None
    assert str(found) == "no odds, for it waits in a ring"


def test_a_ring_that_a_fallback_stands_in_for_does_not_come_and_need_not():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1", "OPS-1").waits("SHOP-1", "PAY-1")
    drawing.waits("PAY-1", "OPS-1").waits("OPS-1", "PAY-1").fallback("SHOP-1", "SHOP-2")

    assert chance(drawing).odds == pytest.approx(0.9)


@settings(max_examples=150)
@given(organisations())
def test_the_odds_are_those_of_all_outcomes_together(drawing):
    graph = drawing.graph()
    outlook, issue = Outlook(graph), row_of(graph, "SHOP-1")
    steps = outlook.conditions(issue)
    assume(sum(0 < one.odds < 1 for one in steps.values()) <= MOST_EVENTS)

    found = outlook.chance(issue)

    expected = enumerated(steps, (issue, Role.WORK))
    assert (found.odds is None) == (expected is None)
    assert expected is None or found.odds == pytest.approx(expected, abs=5 * found.error + 1e-9)


@settings(max_examples=30)
@given(organisations())
def test_a_simulation_is_right_within_its_error(drawing):
    graph = drawing.graph()
    issue = row_of(graph, "SHOP-1")
    steps = Outlook(graph).conditions(issue)
    odds = exact(steps, (issue, Role.WORK))
    assume(odds is not None and Outlook(graph).chance(issue).odds is not None)

    drawn = simulated(steps, (issue, Role.WORK))

    assert abs(drawn.odds - odds) <= 5 * drawn.error


@given(organisations(), st.sampled_from(OWN), st.sampled_from([*KEYS, "NEW-1"]))
def test_another_blocker_never_raises_the_odds(drawing, blocked, blocker):
    drawing.open("NEW-1")
    before = chance(drawing)

    after = chance(drawing.waits(blocked, blocker))

    assume(after.odds is not None and before.odds is not None)
    assert after.odds <= before.odds + 5 * (before.error + after.error) + 1e-9


@given(organisations(), st.sampled_from(KEYS))
def test_another_fallback_that_stands_never_lowers_the_odds(drawing, issue):
    drawing.open(ticket := f"{issue.partition('-')[0]}-77")
    before = chance(drawing)

    after = chance(drawing.fallback(issue, ticket))

    assert (after.odds is None) <= (before.odds is None)
    assert before.odds is None or after.odds >= before.odds - 5 * (before.error + after.error) - 1e-9


@given(organisations(), st.sampled_from(KEYS))
def test_a_neighbourhood_tells_the_same_odds_as_the_whole(drawing, text):
    graph = drawing.graph()
    issue = row_of(graph, text)
    inside = np.zeros(len(graph.columns), dtype=bool)
    inside[issue] = True
    kept = neighbourhood(graph.columns, inside)

    part = Graph(graph.columns.take(kept), as_of=TODAY, policy=graph.policy, experience=graph.experience)

    assert Outlook(part).chance(row_of(part, text)) == Outlook(graph).chance(issue)


def test_a_very_long_chain_is_followed_to_its_end():
    keys = ["SHOP-1", *(f"PAY-{number}" for number in range(3000))]
    drawing = Drawing().open(*keys)
    for blocked, blocker in pairwise(keys):
        drawing.waits(blocked, blocker)

    assert chance(drawing).odds == pytest.approx(0, abs=1e-9)


def many_fallbacks(count, shared):
    """An issue with so many parts, each with a blocker that has a fallback; some blockers wait on shared ones."""
    drawing = Drawing().open("SHOP-1", *(f"OPS-{number}" for number in range(shared)))
    for number in range(count):
        part, blocker = f"SHOP-{1000 + number}", f"PAY-{number}"
        drawing.open(part, f"SHOP-{3000 + number}", blocker).part(part, "SHOP-1").waits(part, blocker)
        drawing.fallback(part, f"SHOP-{3000 + number}")
        for one in range(shared):
            if (number * 7 + one * 3) % 5 == 0:
                drawing.waits(blocker, f"OPS-{one}")
    return drawing


def test_a_hundred_fallbacks_are_weighed_exactly():
    found = chance(many_fallbacks(100, 0))

    assert found == Chance(pytest.approx(0.96**100))


def test_fallbacks_whose_blockers_have_a_blocker_in_common_are_weighed_exactly():
    drawing = many_fallbacks(100, 1)
    often = sum(number * 7 % 5 == 0 for number in range(100))

    apart = 0.96 ** (100 - often)
    assert chance(drawing).odds == pytest.approx(apart * (0.6 * 0.96**often + 0.4 * 0.9**often))


def test_what_is_too_entangled_is_simulated_the_same_each_time():
    drawing = many_fallbacks(140, 0)

    found = chance(drawing)

    assert found == chance(drawing)
    assert 0 < found.error < 0.01
    assert abs(found.odds - 0.96**140) < 5 * found.error
    assert "simulated, standard error" in str(found)


@pytest.mark.parametrize(
    ("share", "words"), [(0.41, "41 %"), (0, "0 %"), (0.001, "under 1 %"), (0.999, "over 99 %"), (1, "100 %")]
)
def test_small_odds_are_not_told_as_none_nor_large_ones_as_certain(share, words):
    assert percent(share) == words


def test_an_outside_supplier_has_the_odds_that_are_assumed_whatever_others_did():
    drawing = Drawing().open("SHOP-1").waits("SHOP-1", "vendor:Stripe")
    for number in range(20):
        drawing.issue(f"PAY-{number}", State.DONE, needed_by=TODAY, closed=TODAY)
    graph = drawing.graph()

    figure = Outlook(graph).figure(next(iter(graph.waiting())).blocker.row)

    assert (figure.odds, figure.known) == (0.6, "assumed")
    assert Outlook(graph).chance(row_of(graph, "SHOP-1")).odds == pytest.approx(0.6)
    assert graph.columns.names.ref(row_of(graph, "vendor:Stripe")) == ref("vendor:Stripe")
