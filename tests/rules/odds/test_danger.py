"""The danger zone by columns: the same plans as if each of them were weighed."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.columns import NOBODY
from rules.odds.bounds import Bounds
from rules.odds.certain import certain_of
from rules.odds.danger import in_danger
from rules.odds.outlook import Outlook
from tests.drawing import Drawing
from tests.rules.odds.drawn import organisations, row_of

THRESHOLDS = st.sampled_from([0.2, 0.36, 0.5, 0.6, 0.9, 1.0])


@settings(max_examples=300)
@given(organisations(), THRESHOLDS)
def test_the_plans_in_danger_are_those_whose_odds_are_below_the_threshold(drawing, threshold):
    outlook = Outlook(drawing.graph())
    chances = {plan: outlook.chance(plan).odds for plan in outlook.plans}

    found = {one.plan for one in in_danger(outlook, threshold)}

    assert found == {plan for plan, odds in chances.items() if odds is not None and odds < threshold}


@settings(max_examples=300)
@given(organisations())
def test_no_issue_has_odds_below_its_bound_and_those_in_rings_have_none(drawing):
    outlook = Outlook(drawing.graph())
    bounds = Bounds(outlook)

    for issue in range(len(outlook.graph.columns)):
        chance = outlook.chance(issue)
        if chance.odds is not None:
            assert chance.odds >= 2.718281828 ** bounds.of_issues[issue] - 1e-6 - 5 * chance.error
            assert not bounds.ringed[issue]
        else:
            assert bounds.doubtful[issue]


@given(organisations())
def test_the_weakest_link_is_one_of_the_plans_own(drawing):
    outlook = Outlook(drawing.graph())
    waits = outlook.graph.columns.waits

    for one in in_danger(outlook, 1.0):
        assert one.weakest == NOBODY or outlook.plan_of[waits.blocked[one.weakest]] == one.plan


@pytest.mark.parametrize("length", [3, 63, 64, 65, 200])
def test_a_chain_of_any_length_is_in_danger_and_a_ring_at_its_end_leaves_it_without_odds(length):
    keys = [f"{'PAY' if number % 2 else 'SHOP'}-{number}" for number in range(length + 1)]
    drawing = Drawing().open(keys[0], planned=True).open(*keys[1:])
    for blocked, blocker in pairwise(keys):
        drawing.waits(blocked, blocker)
    chain, ring = Outlook(drawing.graph()), Outlook(drawing.waits(keys[-1], keys[-2]).graph())

    assert len(list(in_danger(chain, 0.9))) == 1
    assert list(in_danger(ring, 0.9)) == []


def test_what_is_far_below_is_known_before_everything_was_looked_at():
    keys = ["SHOP-1", *(f"PAY-{number}" for number in range(500))]
    drawing = Drawing().open(*keys)
    for blocked, blocker in pairwise(keys):
        drawing.waits(blocked, blocker)
    outlook = Outlook(drawing.graph())

    [odds], _ = certain_of(outlook, np.array([row_of(outlook.graph, "SHOP-1")]), np.log(0.5))

    assert np.exp(odds) == pytest.approx(0.36)


@given(organisations())
def test_what_has_to_come_true_in_any_case_is_weighed_level_by_level(drawing):
    outlook = Outlook(drawing.graph())
    issues = [row for row in range(len(outlook.graph.columns)) if outlook.chance(row).odds is not None]

    sums, choices = certain_of(outlook, np.array(issues, dtype=np.intp), -np.inf)

    for issue, total, choice in zip(issues, sums, choices, strict=True):
        odds = outlook.chance(issue)
        assert odds.odds <= np.exp(total) + 1e-9 + 5 * odds.error
        assert choice or odds.odds == pytest.approx(np.exp(total))
