import pytest

from rules.model import State
from rules.statements import Cost, FallbackKind
from tests.drawing import Drawing

RULE = "fallback-without-cost"
WHOLE = Cost(build=3, keep=1, remove=2)


def covered(state=State.OPEN, **declared):
    drawing = Drawing().open("SHOP-1", "PAY-1").issue("SHOP-2", state).waits("SHOP-1", "PAY-1")
    return drawing.fallback("SHOP-1", "SHOP-2", **declared)


@pytest.mark.parametrize(
    ("kind", "cost", "missing"),
    [
        (FallbackKind.OTHER, Cost(), "to build it"),
        (FallbackKind.HACK, Cost(), "to build it, to keep it and to remove it"),
        (FallbackKind.HACK, Cost(build=3), "to keep it and to remove it"),
        (FallbackKind.REBUILD, Cost(build=3, keep=1), "to remove it"),
    ],
)
def test_what_was_not_said_is_named(kind, cost, missing):
    [finding] = covered(kind=kind, cost=cost).findings(RULE)

    assert finding.message == f"nobody has said what the fallback SHOP-2 costs: {missing}"


@pytest.mark.parametrize(
    "drawing",
    [
        covered(cost=Cost(build=0)),
        covered(kind=FallbackKind.HACK, cost=WHOLE),
        covered(kind=FallbackKind.SMALLER_SCOPE, cost=Cost(build=1)),
        covered(State.DONE),
    ],
    ids=["free", "a hack with all its costs", "a smaller scope is built only", "finished"],
)
def test_nothing_is_missing(drawing):
    assert drawing.findings(RULE) == []


def test_what_a_false_fallback_costs_is_nobodys_question():
    drawing = Drawing().open("SHOP-1", "PAY-1", "PAY-2").waits("SHOP-1", "PAY-1")

    assert drawing.fallback("SHOP-1", "PAY-2").findings(RULE) == []
