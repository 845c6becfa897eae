import pytest

from rules.model import State
from tests.drawing import Drawing, codes

RULE = "fallback-is-the-problem"


def waiting():
    return Drawing().issue("SHOP-1", planned=True).open("PAY-1", "SHOP-2", "SHOP-3").waits("SHOP-1", "PAY-1")


@pytest.mark.parametrize(
    ("ticket", "words"), [("SHOP-1", "is the waiting issue itself"), ("PAY-1", "is the blocker itself")]
)
def test_an_end_of_the_link_is_no_way_around_it(ticket, words):
    drawing = waiting().fallback("SHOP-1", ticket)

    [finding] = drawing.findings()

    assert finding.code == "DT106"
    assert words in finding.message


@pytest.mark.parametrize("end", ["SHOP-1", "PAY-1"])
def test_a_duplicate_of_an_end_is_the_same_work(end):
    drawing = waiting().fallback("SHOP-1", "SHOP-2").duplicate("SHOP-2", end)

    [finding] = drawing.findings()

    assert (finding.code, finding.message) == ("DT106", f"the fallback SHOP-2 is a duplicate of {end}")


@pytest.mark.parametrize("end", ["SHOP-1", "PAY-1"])
def test_a_parent_of_an_end_contains_the_problem(end):
    drawing = waiting().fallback("SHOP-1", "SHOP-2").part(end, "SHOP-3").part("SHOP-3", "SHOP-2")

    [finding] = drawing.findings()

    assert (finding.code, finding.message) == ("DT106", f"the fallback SHOP-2 is a parent of {end}")


def test_fallbacks_that_vouch_for_each_other_do_not_stand():
    drawing = waiting().open("OPS-1", "QA-1").fallback("SHOP-1", "SHOP-2")
    drawing.waits("SHOP-2", "OPS-1").fallback("SHOP-2", "SHOP-3")
    drawing.waits("SHOP-3", "QA-1").fallback("SHOP-3", "SHOP-2")

    findings = drawing.findings()

    assert codes(findings) == ["DT106", "DT106", "DT106"]
    assert all("in a ring" in finding.message for finding in findings)


def test_a_finished_parent_is_still_the_problem():
    drawing = waiting().issue("SHOP-4", State.DONE).part("SHOP-1", "SHOP-4").fallback("SHOP-1", "SHOP-4")

    assert codes(drawing.findings()) == ["DT106"]
