"""The sum that leads to the odds of an issue is one that people can follow, and never another one than the odds.

Where nothing is known of a team, its odds are assumed to be 60 %, and those of a fallback 90 %.
"""

import pytest

from rules.model import State
from service.evidence.arithmetic import SHARED, odds_of
from tests.service.overview.drawn import planned, reported


def odds(drawing, text="SHOP-1"):
    audit = reported(drawing).audit
    refs = {str(audit.graph.columns.names.ref(row)): row for row in range(len(audit.graph.columns))}
    return odds_of(audit.graph, refs[text])


def test_two_blockers_multiply():
    found = odds(planned("SHOP-1").open("PAY-1", "OPS-1").waits("SHOP-1", "PAY-1", "OPS-1"))

    assert found.arithmetic == "60 % x 60 % = 36 %"
    assert {(one.issue.ref, one.figure.known) for one in found.factors} == {("OPS-1", "assumed"), ("PAY-1", "assumed")}


def test_one_blocker_alone_needs_no_sum():
    found = odds(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))

    assert (found.odds, found.arithmetic) == (0.6, "")


def test_a_fallback_that_stands_takes_the_other_chance():
    drawing = planned("SHOP-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1")

    found = odds(drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1"))

    assert found.arithmetic == "(1 - (1 - 60 %) x (1 - 90 %)) = 96 %"
    assert [one.ref for one in found.factors[0].instead] == ["SHOP-9"]


def test_what_two_blockers_share_is_no_product_and_no_product_is_told():
    drawing = planned("SHOP-1").open("PAY-1", "APP-1", "OPS-1")

    found = odds(drawing.waits("SHOP-1", "PAY-1", "APP-1").waits("PAY-1", "OPS-1").waits("APP-1", "OPS-1"))

    assert found.odds == pytest.approx(0.6**3)
    assert found.arithmetic == SHARED


def test_a_ring_has_no_odds_and_no_sum():
    found = odds(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1").waits("PAY-1", "SHOP-1"))

    assert (found.odds, found.arithmetic) == (None, "")


def test_what_stands_on_nobody_else_has_none():
    assert odds(planned("SHOP-1").open("SHOP-2").waits("SHOP-1", "SHOP-2")) is None
    assert odds(planned("SHOP-1").issue("PAY-1", State.DONE).waits("SHOP-1", "PAY-1")) is None


def test_of_many_factors_those_with_the_least_odds_are_listed():
    blockers = [f"PAY-{number}" for number in range(1, 21)]

    found = odds(planned("SHOP-1").open(*blockers).waits("SHOP-1", *blockers))

    assert (len(found.factors), found.more) == (12, 8)
    assert found.arithmetic == "the odds of all that it stands on, multiplied = under 1 %"
