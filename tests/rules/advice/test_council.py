"""Where asks compete, and in which order they press."""

from datetime import date

from rules.advice.council import agenda
from rules.model import State
from rules.policy import AdviceSettings, Policy
from tests.drawing import Drawing

SOON, LATER = date(2026, 12, 1), date(2026, 12, 24)


def crowded(policy=None):
    """Four teams wait on tickets of PAY, two of them on one of OPS too."""
    drawing = Drawing(policy).open("PAY-1", "PAY-2", "PAY-3", "OPS-1").issue("SHOP-1", needed_by=LATER)
    drawing.issue("APP-1", needed_by=SOON).issue("WEB-1", priority="p1").open("LAB-1")
    drawing.waits("SHOP-1", "PAY-1", "OPS-1").waits("APP-1", "PAY-2", "PAY-1").waits("WEB-1", "PAY-3")
    return drawing.waits("LAB-1", "PAY-2", "OPS-1").understood("PAY-3")


def test_a_team_on_which_many_wait_has_its_asks_on_the_agenda_the_most_pressing_first():
    [pay] = agenda(crowded().graph())

    assert (pay.asked.name, pay.teams, pay.unanswered) == ("PAY", 4, 4)
    assert [(ask.ticket.ref.text, ask.teams, ask.urgency, ask.needed_by) for ask in pay.asks] == [
        ("PAY-3", 1, 2, None),
        ("PAY-1", 2, 0, SOON),
        ("PAY-2", 2, 0, SOON),
    ]


def test_how_many_are_ordinary_is_a_setting_and_whom_most_ask_comes_first():
    found = agenda(crowded(Policy(advice=AdviceSettings(asking_teams=1))).graph())

    assert [(one.asked.name, one.teams) for one in found] == [("PAY", 4), ("OPS", 2)]


def test_what_was_dropped_or_is_done_competes_with_nothing():
    drawing = crowded().issue("PAY-3", State.DONE)

    assert agenda(drawing.graph()) == ()
