from datetime import timedelta

import pytest

from rules.model import FallbackKind, State
from tests.drawing import TODAY, Drawing

RULE = "away-team-overstays"
DAY = timedelta(days=1)


def away(ticket=State.OPEN, **need):
    drawing = Drawing().open("SHOP-1", "PAY-1").issue("SHOP-2", ticket).waits("SHOP-1", "PAY-1")
    return drawing.fallback("SHOP-1", "SHOP-2", kind=FallbackKind.AWAY_TEAM).needs("SHOP-1", away_team=True, **need)


@pytest.mark.parametrize(("until", "found"), [(TODAY - DAY, 1), (TODAY, 0), (None, 0)])
def test_the_day_on_which_it_was_to_be_back_is_its_last(until, found):
    assert len(away(away_until=until, guide="@pia").findings(RULE)) == found


def test_a_guide_is_named():
    [finding] = away(away_until=TODAY).findings(RULE)

    assert finding.message == "the away team on SHOP-2 has no guide"


def test_both_are_told_at_once():
    [finding] = away(away_until=TODAY - DAY).findings(RULE)

    assert finding.message == "the away team on SHOP-2 was to be back on 22 Nov 2026 and has no guide"


@pytest.mark.parametrize("ticket", [State.DONE, State.DROPPED])
def test_one_that_is_back_needs_neither(ticket):
    assert away(ticket).findings(RULE) == []


def test_other_fallbacks_stay_at_home():
    drawing = Drawing().open("SHOP-1", "PAY-1", "SHOP-2").waits("SHOP-1", "PAY-1")

    assert drawing.fallback("SHOP-1", "SHOP-2", kind=FallbackKind.HACK).findings(RULE) == []
