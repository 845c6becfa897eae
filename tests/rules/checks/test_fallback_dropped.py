import pytest

from rules.model import State
from tests.drawing import Drawing, codes

RULE = "fallback-dropped"


def waiting():
    return Drawing().issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1").fallback("SHOP-1", "SHOP-2")


@pytest.mark.parametrize(
    ("state", "words"), [(State.DROPPED, "was dropped"), (State.GONE, "was deleted or is out of reach")]
)
def test_a_ticket_that_nobody_will_do_is_no_fallback(state, words):
    drawing = waiting().issue("SHOP-2", state)

    [finding] = drawing.findings()

    assert finding.code == "DT105"
    assert words in finding.message


def test_a_ticket_that_is_not_in_the_files_cannot_be_vouched_for():
    drawing = waiting()

    [finding] = drawing.findings(RULE)

    assert "is not among the issues that were read" in finding.message


def test_a_ticket_whose_state_a_link_tells_is_real():
    drawing = waiting().told("SHOP-1", "SHOP-2", State.OPEN)

    assert drawing.findings() == []


def test_a_supplier_is_no_ticket():
    drawing = Drawing().issue("SHOP-1", planned=True).open("PAY-1").waits("SHOP-1", "PAY-1")
    drawing.fallback("SHOP-1", "vendor:Stripe")

    [finding] = drawing.findings(RULE)

    assert "is an outside supplier and no ticket" in finding.message


def test_a_ticket_closed_as_a_duplicate_is_as_good_as_its_original():
    drawing = waiting().issue("SHOP-2", State.DROPPED, closed_as_duplicate=True).open("SHOP-3")

    assert codes(drawing.findings()) == ["DT105"]
    assert codes(drawing.duplicate("SHOP-2", "SHOP-3").findings()) == []
