import pytest

from rules.model import FallbackKind, State
from tests.drawing import Drawing

RULE = "away-team-not-considered"


def covered(kind=FallbackKind.HACK, state=State.OPEN):
    drawing = Drawing().open("SHOP-1", "PAY-1").issue("SHOP-2", state).waits("SHOP-1", "PAY-1")
    return drawing.fallback("SHOP-1", "SHOP-2", kind=kind)


def test_a_hack_is_chosen_after_an_away_team_was_considered():
    [finding] = covered().findings(RULE)

    assert finding.message == "the hack SHOP-2 was chosen; PAY was not asked about an away team"


@pytest.mark.parametrize("answer", [True, False])
def test_either_answer_will_do(answer):
    assert covered().needs("SHOP-1", away_team=answer).findings(RULE) == []


@pytest.mark.parametrize("drawing", [covered(FallbackKind.SMALLER_SCOPE), covered(state=State.DONE)])
def test_what_is_no_hack_or_is_done_asks_for_none(drawing):
    assert drawing.findings(RULE) == []
