import pytest

from rules.model import State
from rules.statements import FallbackKind
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


@pytest.mark.parametrize("answer", [True, False])
def test_what_the_asked_team_wrote_on_its_own_issue_will_do_too(answer):
    assert covered().needs("PAY-1", away_team=answer).findings(RULE) == []


def test_an_answer_that_the_blocker_was_given_for_its_own_wait_is_not_the_asked_teams():
    drawing = covered().needs("PAY-1", away_team=False)

    [finding] = drawing.open("OPS-1").waits("PAY-1", "OPS-1").findings(RULE)

    assert finding.issue.ref.text == "SHOP-1"


def test_a_blocker_that_waits_inside_its_own_team_answers_all_the_same():
    drawing = covered().needs("PAY-1", away_team=False)

    assert drawing.open("PAY-2").waits("PAY-1", "PAY-2").findings(RULE) == []


def test_an_answer_counts_where_it_waits_if_the_hack_is_declared_above():
    drawing = covered().open("EPIC-1").part("SHOP-1", "EPIC-1")
    drawing = drawing.open("SHOP-3").fallback("EPIC-1", "SHOP-3", against="PAY-1", kind=FallbackKind.HACK)

    assert drawing.needs("SHOP-1", away_team=False).findings(RULE) == []


@pytest.mark.parametrize("drawing", [covered(FallbackKind.SMALLER_SCOPE), covered(state=State.DONE)])
def test_what_is_no_hack_or_is_done_asks_for_none(drawing):
    assert drawing.findings(RULE) == []
