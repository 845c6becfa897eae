from datetime import timedelta

import pytest

from rules.model import State
from rules.policy import Policy
from rules.rule import Rule, Severity
from tests.drawing import TODAY, Drawing

RULE = "waiver-unused"
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


def waiting(state=State.OPEN):
    return Drawing().issue("SHOP-1").issue("PAY-1", state).open("SHOP-2").waits("SHOP-1", "PAY-1")


def test_a_waiver_that_accepts_a_risk_is_used():
    assert waiting().waiver("SHOP-1", until=TOMORROW).findings(RULE) == []


@pytest.mark.parametrize(
    "drawing",
    [
        waiting(State.DONE),
        waiting().fallback("SHOP-1", "SHOP-2").issue("SHOP-2", planned=True),
        Drawing().open("SHOP-1", "SHOP-2").waits("SHOP-1", "SHOP-2"),
        Drawing().issue("SHOP-1"),
    ],
    ids=["the blocker is done", "a fallback stands and is begun", "nobody else is asked", "no link is left"],
)
def test_a_waiver_with_nothing_to_accept_is_told(drawing):
    assert len(drawing.waiver("SHOP-1", until=TOMORROW).findings(RULE)) == 1


def test_one_that_lapsed_beside_a_fallback_is_told_and_one_that_is_spent_is_not():
    covered = waiting().fallback("SHOP-1", "SHOP-2").waiver("SHOP-1", until=YESTERDAY)
    ended = waiting(State.DONE).waiver("SHOP-1", until=YESTERDAY)

    assert len(covered.findings(RULE)) == 1
    assert ended.findings(RULE) == []


def test_one_that_keeps_quiet_that_a_fallback_is_not_begun_is_used():
    assert waiting().fallback("SHOP-1", "SHOP-2").waiver("SHOP-1", until=TOMORROW).findings(RULE) == []


def test_one_for_the_missing_fallback_alone_is_not():
    drawing = waiting().fallback("SHOP-1", "SHOP-2").waiver("SHOP-1", until=TOMORROW, rule="missing-fallback")

    assert len(drawing.findings(RULE)) == 1


def test_a_waiver_for_another_rule_is_used_as_long_as_a_link_is_open():
    drawing = waiting().fallback("SHOP-1", "SHOP-2").waiver("SHOP-1", until=TOMORROW, rule="importance-mismatch")

    assert drawing.findings(RULE) == []


def test_a_waiver_for_a_rule_that_outlives_links_is_used_as_long_as_there_is_one():
    over = waiting(State.DONE).waiver("SHOP-1", until=TOMORROW, rule="migration-due")
    gone = Drawing().issue("SHOP-1").waiver("SHOP-1", until=TOMORROW, rule="migration-due")

    assert over.findings(RULE) == []
    assert len(gone.findings(RULE)) == 1


def test_a_waiver_for_one_blocker_says_which():
    [finding] = waiting(State.DONE).waiver("SHOP-1", until=TOMORROW, blocker="PAY-1").findings(RULE)

    assert finding.message == "the waiver for PAY-1 has nothing to accept"


class Frozen(Rule):
    """A rule of the organisation's own, which finds nothing."""

    code, name, severity = "ACME101", "frozen-project", Severity.INFO

    def check(self, _graph):
        return iter(())


@pytest.mark.parametrize("rule", [None, "ACME101", "frozen-project"])
def test_an_own_rule_may_need_one_while_a_link_is_open_inside_a_team_too(rule):
    inside = Drawing(Policy(own_rules=(Frozen,))).open("SHOP-1", "SHOP-2").waits("SHOP-1", "SHOP-2")
    over = Drawing(Policy(own_rules=(Frozen,))).open("SHOP-1")

    assert inside.waiver("SHOP-1", until=TOMORROW, rule=rule).findings(RULE) == []
    assert len(over.waiver("SHOP-1", until=TOMORROW, rule=rule).findings(RULE)) == 1
