"""May I start, and what is my fallback?"""

import pytest

from rules.model import State
from rules.statements import Cost
from service.verdict import verdict_of
from tests.drawing import Drawing
from tests.service.overview.drawn import planned, reported


def on(drawing, text="SHOP-1"):
    audit = reported(drawing).audit
    rows = {str(audit.graph.columns.names.ref(row)): row for row in range(len(audit.graph.columns))}
    return verdict_of(audit, rows[text])


def told(verdict):
    return verdict.may_start, verdict.because


def test_what_waits_on_nothing_may_start():
    assert told(on(planned("SHOP-1"))) == ("yes", "it waits on nothing that is still to come")


def test_what_waited_on_something_that_is_done_may_start():
    drawing = planned("SHOP-1").issue("PAY-1", State.DONE).waits("SHOP-1", "PAY-1")

    assert told(on(drawing))[0] == "yes"


def test_what_waits_without_a_fallback_may_not():
    verdict = on(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))

    assert told(verdict) == ("no", "it waits on PAY-1 of Payments, and no fallback stands")
    assert (verdict.fallback, [wait.blocker.ref for wait in verdict.waits]) == (None, ["PAY-1"])
    assert "missing-fallback" in [finding.name for finding in verdict.findings]


def test_with_a_fallback_that_stands_one_does_that():
    drawing = planned("SHOP-1").open("PAY-1", "SHOP-8", "SHOP-9").waits("SHOP-1", "PAY-1")
    drawing.fallback("SHOP-1", "SHOP-8", against="PAY-1", cost=Cost(build=5))
    drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1", cost=Cost(build=2))

    verdict = on(drawing)

    assert told(verdict) == ("with fallback", "SHOP-9 stands in for what it waits on")
    assert verdict.fallback.ref == "SHOP-9"


def test_a_fallback_that_is_none_is_told_with_the_reason():
    drawing = planned("SHOP-1").open("PAY-1", "PAY-2").waits("SHOP-1", "PAY-1")

    [wait] = on(drawing.fallback("SHOP-1", "PAY-2", against="PAY-1")).waits

    [declared] = wait.fallbacks
    assert (declared.ticket.ref, declared.stands) == ("PAY-2", False)
    assert declared.why_not


def test_work_of_ones_own_team_comes_first():
    drawing = planned("SHOP-1").open("SHOP-2").waits("SHOP-1", "SHOP-2")

    assert told(on(drawing)) == ("no", "SHOP-2 of its own team comes first")


@pytest.mark.parametrize(("state", "start"), [(State.DONE, "closed"), (State.DROPPED, "closed")])
def test_what_is_closed_is_not_started(state, start):
    assert on(Drawing().issue("SHOP-1", state)).may_start == start


def test_what_was_never_read_is_not_known():
    assert on(planned("SHOP-1").waits("SHOP-1", "PAY-7"), "PAY-7").may_start == "unknown"
