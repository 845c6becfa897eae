import pytest

from rules.rule import Severity
from tests.drawing import TODAY, Drawing, codes

RULE = "fallback-leans-on-blocker"


def waiting():
    return (
        Drawing()
        .issue("SHOP-1", planned=True)
        .open("PAY-1", "PAY-2", "SHOP-2", "SHOP-3")
        .waits("SHOP-1", "PAY-1")
        .fallback("SHOP-1", "SHOP-2")
    )


@pytest.mark.parametrize("blocker", ["PAY-1", "PAY-2"])
def test_a_fallback_that_waits_on_the_blockers_team_is_false(blocker):
    drawing = waiting().waits("SHOP-2", blocker)

    [finding] = drawing.findings(RULE)

    assert finding.severity is Severity.ERROR
    assert finding.ticket.ref.text == "SHOP-2"
    assert f"waits on PAY itself for {blocker}" in finding.message


def test_it_leans_at_any_depth_and_through_its_parts():
    drawing = waiting().open("SHOP-4").part("SHOP-4", "SHOP-2").waits("SHOP-4", "SHOP-3").waits("SHOP-3", "PAY-2")

    [finding] = drawing.findings(RULE)

    way = [(link.blocked.ref.text, link.blocker.ref.text) for link in finding.links]
    assert way == [("SHOP-1", "PAY-1"), ("SHOP-4", "SHOP-3"), ("SHOP-3", "PAY-2")]


def test_a_fallback_of_the_fallback_does_not_make_it_independent_of_the_blockers_team():
    drawing = waiting().waits("SHOP-2", "PAY-2").fallback("SHOP-2", "SHOP-3")

    assert codes(drawing.findings()) == ["DT102"]


def test_beside_a_standing_fallback_it_is_info_and_silent():
    drawing = waiting().waits("SHOP-2", "PAY-2").fallback("SHOP-1", "SHOP-3").fallback("SHOP-2", "SHOP-3")

    [finding] = drawing.findings()

    assert (finding.code, finding.severity, finding.speaks) == ("DT102", Severity.INFO, False)


def test_a_fallback_that_waits_inside_its_own_team_stands():
    drawing = waiting().waits("SHOP-2", "SHOP-3")

    assert drawing.findings() == []


@pytest.mark.parametrize(("rule", "found"), [(None, []), ("DT102", []), ("DT101", ["DT102"])])
def test_a_waiver_of_the_link_or_of_the_rule_silences_it(rule, found):
    drawing = waiting().waits("SHOP-2", "PAY-2").waiver("SHOP-1", until=TODAY, blocker="PAY-1", rule=rule)
    drawing.waiver("SHOP-2", until=TODAY)

    assert codes(drawing.findings()) == found
