from rules.rule import Severity
from tests.drawing import Drawing, codes

RULE = "fallback-leans-outside"


def waiting():
    return (
        Drawing()
        .issue("SHOP-1", planned=True)
        .open("PAY-1", "OPS-1", "SHOP-2", "SHOP-3")
        .waits("SHOP-1", "PAY-1")
        .fallback("SHOP-1", "SHOP-2")
    )


def test_a_fallback_that_waits_on_a_third_team_is_false():
    drawing = waiting().waits("SHOP-2", "SHOP-3").waits("SHOP-3", "OPS-1")

    [finding] = drawing.findings(RULE)

    assert finding.severity is Severity.ERROR
    assert finding.message == "the fallback SHOP-2 waits on OPS-1 (OPS) in its turn, without a fallback that stands"
    assert finding.action.startswith("give SHOP-3 a fallback of its own")
    assert len(finding.links) == 3


def test_a_standing_fallback_of_its_own_makes_it_stand():
    drawing = waiting().waits("SHOP-2", "OPS-1").fallback("SHOP-2", "SHOP-3")

    assert drawing.findings() == []


def test_a_chain_of_fallbacks_stands_from_its_end():
    drawing = waiting().open("SHOP-4", "QA-1")
    drawing.waits("SHOP-2", "OPS-1").fallback("SHOP-2", "SHOP-3")
    drawing.waits("SHOP-3", "QA-1").fallback("SHOP-3", "SHOP-4")

    assert drawing.findings() == []


def test_a_false_fallback_of_its_own_does_not_help():
    drawing = waiting().open("QA-1").waits("SHOP-2", "OPS-1").fallback("SHOP-2", "SHOP-3").waits("SHOP-3", "QA-1")

    assert codes(drawing.findings()) == ["DT101", "DT103", "DT103"]
