import pytest

from rules.statements import FallbackKind
from tests.drawing import Drawing

RULE = "hack-without-migration"


def covered(kind, migration=None):
    drawing = Drawing().open("SHOP-1", "SHOP-2", "SHOP-3", "PAY-1").waits("SHOP-1", "PAY-1")
    return drawing.fallback("SHOP-1", "SHOP-2", kind=kind, migration=migration)


@pytest.mark.parametrize(("kind", "word"), [(FallbackKind.HACK, "hack"), (FallbackKind.REBUILD, "rebuild")])
def test_what_is_to_be_replaced_needs_a_ticket_for_that(kind, word):
    [finding] = covered(kind).findings(RULE)

    assert finding.message == f"the {word} SHOP-2 for PAY-1 has no migration"


def test_with_a_migration_all_is_well():
    assert covered(FallbackKind.HACK, "SHOP-3").findings(RULE) == []


@pytest.mark.parametrize("kind", [FallbackKind.OTHER, FallbackKind.AWAY_TEAM, FallbackKind.SMALLER_SCOPE])
def test_other_ways_are_there_to_stay(kind):
    assert covered(kind).findings(RULE) == []
