import random
from itertools import pairwise, product

import numpy as np
import pytest

from rules.graph import Graph
from rules.model import State
from rules.neighbourhood import neighbourhood
from rules.odds.chances import chance_of, simulated
from rules.odds.structure import Role, conditions
from tests.drawing import TODAY, Drawing, ref


def row_of(graph, text):
    return next(row for row in range(len(graph.columns)) if graph.columns.names.ref(row) == ref(text))


def chance(drawing, text="SHOP-1"):
    graph = drawing.graph()
    return chance_of(graph, row_of(graph, text))


def enumerated(steps, wanted):
    """The odds over every outcome, settled from below."""
    uncertain = [step for step, condition in steps.items() if 0 < condition.odds < 1]
    total = 0.0
    for outcome in product([False, True], repeat=len(uncertain)):
        came = dict(zip(uncertain, outcome, strict=True))
        weight = np.prod([steps[step].odds if came[step] else 1 - steps[step].odds for step in uncertain])
        true = set()
        for _ in steps:
            for step, condition in steps.items():
                met = all(any(one in true for one in group) for group in condition.needs)
                if came.get(step, condition.odds == 1) and met:
                    true.add(step)
        total += weight * (wanted in true)
    return total


def random_organisation(seed):
    """Issues of four teams, with links to later ones only and some fallbacks."""
    draw = random.Random(seed)
    teams = {"SHOP": 4, "PAY": 2, "OPS": 2, "LAB": 1}
    keys = [f"{team}-{number}" for number in range(1, 5) for team, most in teams.items() if number <= most]
    drawing = Drawing().open(*keys)
    for at, key in enumerate(keys):
        for other in keys[at + 1 :]:
            if draw.random() < 0.3:
                drawing.waits(key, other)
    for issue in keys[:4]:
        ticket = f"{issue.partition('-')[0]}-9{draw.randrange(2)}"
        drawing.issue(ticket)
        drawing.fallback(issue, ticket)
    return drawing


def test_two_blockers_multiply():
    assert chance(Drawing().open("SHOP-1", "PAY-1", "OPS-1").waits("SHOP-1", "PAY-1", "OPS-1")).odds == pytest.approx(
        0.36
    )


def test_a_blocker_that_two_need_is_one_event():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-2", "PAY-1")

    assert chance(drawing).odds == pytest.approx(0.6)


def test_a_fallback_that_stands_makes_up_for_what_the_blocker_lacks():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")

    assert chance(drawing).odds == pytest.approx(1 - 0.4 * 0.1)


def test_a_finished_fallback_is_certain():
    drawing = Drawing().open("SHOP-1", "PAY-1").issue("SHOP-2", State.DONE)

    assert chance(drawing.waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")).odds == 1


def test_a_dropped_blocker_does_not_come_and_a_done_one_has():
    drawing = Drawing().open("SHOP-1", "SHOP-2").issue("PAY-1", State.DROPPED).issue("PAY-2", State.DONE)
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-2")

    assert (chance(drawing).odds, chance(drawing, "SHOP-2").odds) == (0, 1)


def test_the_links_of_parts_count():
    drawing = Drawing().open("SHOP-1", "SHOP-2", "PAY-1").part("SHOP-2", "SHOP-1").waits("SHOP-2", "PAY-1")

    assert chance(drawing).odds == pytest.approx(0.6)


def test_a_ring_has_no_odds_and_says_so():
    found = chance(Drawing().open("SHOP-1", "PAY-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1"))

    assert found.odds is None
    assert str(found) == "no odds: what it waits on waits in a ring"


@pytest.mark.parametrize("seed", range(40))
def test_the_odds_are_those_of_all_outcomes_together(seed):
    graph = random_organisation(seed).graph()
    issue = row_of(graph, "SHOP-1")

    steps = conditions(graph, issue)

    assert chance_of(graph, issue).odds == pytest.approx(enumerated(steps, (issue, Role.WORK)))


@pytest.mark.parametrize("seed", range(5))
def test_a_simulation_is_right_within_its_error(seed):
    graph = random_organisation(seed).graph()
    issue = row_of(graph, "SHOP-1")

    drawn = simulated(conditions(graph, issue), (issue, Role.WORK))

    assert abs(drawn.odds - chance_of(graph, issue).odds) < 5 * drawn.error


@pytest.mark.parametrize("seed", range(20))
def test_another_blocker_never_raises_the_odds(seed):
    drawing = random_organisation(seed).open("NEW-1")
    before = chance(drawing).odds

    assert chance(drawing.waits("SHOP-1", "NEW-1")).odds <= before + 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_another_fallback_that_stands_never_lowers_the_odds(seed):
    drawing = random_organisation(seed).open("SHOP-99")
    before = chance(drawing).odds

    assert chance(drawing.fallback("SHOP-2", "SHOP-99")).odds >= before - 1e-9


@pytest.mark.parametrize("seed", range(20))
def test_a_neighbourhood_tells_the_same_odds_as_the_whole(seed):
    graph = random_organisation(seed).graph()
    issue = row_of(graph, "SHOP-2")
    inside = np.zeros(len(graph.columns), dtype=bool)
    inside[issue] = True
    kept = neighbourhood(graph.columns, inside)

    part = Graph(graph.columns.take(kept), as_of=TODAY, policy=graph.policy, experience=graph.experience)

    assert chance_of(part, row_of(part, "SHOP-2")) == chance_of(graph, issue)


def test_a_very_long_chain_is_followed_to_its_end():
    keys = ["SHOP-1", *(f"PAY-{number}" for number in range(3000))]
    drawing = Drawing().open(*keys)
    for blocked, blocker in pairwise(keys):
        drawing.waits(blocked, blocker)

    assert chance(drawing).odds == pytest.approx(0, abs=1e-9)


def test_more_fallbacks_than_are_weighed_exactly_are_simulated_the_same_each_time():
    drawing = Drawing().open("SHOP-1")
    for number in range(30):
        drawing.open(f"SHOP-2{number}", f"SHOP-3{number}", f"PAY-{number}").part(f"SHOP-2{number}", "SHOP-1")
        drawing.waits(f"SHOP-2{number}", f"PAY-{number}").fallback(f"SHOP-2{number}", f"SHOP-3{number}")

    found = chance(drawing)

    assert found == chance(drawing)
    assert 0 < found.error < 0.01
    assert abs(found.odds - 0.96**30) < 5 * found.error
    assert "simulated, standard error" in str(found)
