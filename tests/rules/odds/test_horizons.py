from datetime import date

import pytest

from rules.odds.horizons import horizons
from rules.odds.outlook import Outlook
from rules.odds.plans import SelfReliance
from tests.drawing import Drawing

SOON, LATER = date(2026, 12, 15), date(2027, 2, 1)
QUARTER = date(2026, 12, 31)


def found(drawing):
    return horizons(Outlook(drawing.graph()))


def test_what_is_needed_soon_and_all_are_told_apart():
    drawing = Drawing().issue("SHOP-1", needed_by=SOON).issue("APP-1", needed_by=LATER).open("PAY-1", "OPS-1")

    soon, whole = found(drawing.waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1", "OPS-1"))

    assert (soon.reliance, whole.reliance) == (SelfReliance(0, 1, QUARTER), SelfReliance(0, 2, None))
    assert [[team.name for team in one.hangs_on] for one in (soon, whole)] == [["PAY"], ["PAY", "OPS"]]
    assert soon.together.chance.odds == pytest.approx(0.6)
    assert whole.together.chance.odds == pytest.approx(0.36)


def test_where_no_plan_has_a_day_all_are_told_once():
    [whole] = found(Drawing().open("SHOP-1", planned=True))

    assert (whole.reliance, whole.hangs_on) == (SelfReliance(1, 1, None), ())


def test_a_plan_whose_links_all_have_fallbacks_hangs_on_nobody():
    drawing = Drawing().open("SHOP-1", planned=True).open("PAY-1", "SHOP-2").waits("SHOP-1", "PAY-1")

    [whole] = found(drawing.fallback("SHOP-1", "SHOP-2"))

    assert whole.hangs_on == ()
    assert whole.together.chance.odds == pytest.approx(0.96)
