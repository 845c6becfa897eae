"""The evidence on one issue holds what was said, what follows from it, and what the rules made of it."""

from datetime import timedelta

from rules.model import State
from rules.statements import Cost, FallbackKind
from service.evidence.gathering import evidence_of
from service.evidence.saying import text_of
from tests.drawing import TODAY, ref
from tests.service.overview.drawn import planned, reported


def on(drawing, text="SHOP-1", **limits):
    return evidence_of(reported(drawing).audit, ref(text), **limits)


def test_each_wait_has_its_fallbacks_with_what_is_wrong_with_them():
    drawing = planned("SHOP-1").open("PAY-1", "PAY-2", "SHOP-9").waits("SHOP-1", "PAY-1")
    drawing.fallback("SHOP-1", "PAY-2", against="PAY-1")
    drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1", kind=FallbackKind.HACK, cost=Cost(build=3, keep=1))

    [wait] = on(drawing).waits

    assert (wait.blocker.ref, wait.team.name, wait.covered) == ("PAY-1", "Payments", True)
    bad, good = wait.fallbacks
    assert "is owned by another team (DT104)" in bad.declared.why_not
    assert (good.declared.stands, good.declared.build_days, good.keep_days) == (True, 3, 1)


def test_an_ancestors_fallback_says_whose_it_is():
    drawing = planned("SHOP-1").open("SHOP-2", "PAY-1", "SHOP-9").part("SHOP-2", "SHOP-1").waits("SHOP-2", "PAY-1")

    found = on(drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1"), "SHOP-2")

    assert [one.declared_on.ref for one in found.waits[0].fallbacks] == ["SHOP-1"]
    assert [one.ref for one in found.parents] == ["SHOP-1"]


def test_a_waiver_is_told_beside_the_wait_that_it_is_for():
    drawing = planned("SHOP-1").open("PAY-1", "OPS-1").waits("SHOP-1", "PAY-1", "OPS-1")
    until = TODAY + timedelta(days=9)

    found = on(drawing.waiver("SHOP-1", until=until, blocker="PAY-1"))

    assert {one.blocker.ref: [waiver.until for waiver in one.waivers] for one in found.waits} == {
        "PAY-1": [until.isoformat()],
        "OPS-1": [],
    }


def test_statements_say_who_said_them():
    found = on(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))

    assert [text_of(one) for one in found.statements] == ["SHOP-1 waits on PAY-1  [native of SHOP-1]"]


def test_of_many_waits_the_open_ones_come_first_and_the_rest_is_counted():
    drawing = planned("SHOP-1").issue("PAY-1", State.DONE).open("PAY-2", "PAY-3")

    found = on(drawing.waits("SHOP-1", "PAY-1", "PAY-2", "PAY-3"), most=2)

    assert [one.blocker.ref for one in found.waits] == ["PAY-2", "PAY-3"]
    assert found.more_waits == 1


def test_what_nobody_knows_has_none():
    assert on(planned("SHOP-1"), "SHOP-7") is None


def test_each_wait_on_another_team_is_advised_on():
    [advice] = on(planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1")).advice

    assert (advice.blocker.ref, advice.model) == ("PAY-1", "independent executor")
    assert "people decide" not in advice.costs
