import pytest

from rules.model import State
from tests.drawing import Drawing, codes

RULE = "dangling-link"


def test_a_blocker_that_is_nowhere_is_said_and_still_wants_a_plan_b():
    drawing = Drawing().issue("SHOP-1").waits("SHOP-1", "PAY-404")

    assert codes(drawing.findings()) == ["DT101", "DT404"]


def test_it_is_said_inside_one_team_too():
    drawing = Drawing().issue("SHOP-1").waits("SHOP-1", "SHOP-404")

    [finding] = drawing.findings()

    assert finding.message == "waits on SHOP-404, which is not among the issues that were read"


def test_a_deleted_blocker_is_called_deleted():
    drawing = Drawing().issue("SHOP-1").issue("PAY-1", State.GONE).waits("SHOP-1", "PAY-1")

    [finding] = drawing.findings(RULE)

    assert "was deleted or is out of reach" in finding.message


@pytest.mark.parametrize(("state", "found"), [(State.OPEN, ["DT101"]), (State.DONE, [])])
def test_a_state_that_a_link_tells_is_enough(state, found):
    drawing = Drawing().issue("SHOP-1").waits("SHOP-1", "PAY-1").told("SHOP-1", "PAY-1", state)

    assert codes(drawing.findings()) == found


def test_a_supplier_has_no_ticket_to_dangle():
    drawing = Drawing().issue("SHOP-1").waits("SHOP-1", "vendor:Stripe")

    assert drawing.findings(RULE) == []
