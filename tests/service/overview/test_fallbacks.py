from rules.model import State
from rules.statements import Cost
from service.overview.fallbacks import false_fallbacks, next_fallbacks, why_false
from tests.service.overview.drawn import planned, reported


def test_false_fallbacks_are_told_with_how_often_each_reason_was_found():
    drawing = planned("SHOP-1", "SHOP-2", "SHOP-3").open("PAY-1", "APP-1").issue("SHOP-9", State.DROPPED)
    for plan, ticket in (("SHOP-1", "APP-1"), ("SHOP-2", "APP-1"), ("SHOP-3", "SHOP-9")):
        drawing.waits(plan, "PAY-1").fallback(plan, ticket)

    found = false_fallbacks(reported(drawing).audit.findings)

    assert [(one.code, one.issue.ref.text) for one in found] == [
        ("DT104", "SHOP-1"),
        ("DT104", "SHOP-2"),
        ("DT105", "SHOP-3"),
    ]
    assert why_false(found) == ["2 belong to another team", "1 was dropped or is out of sight"]


def test_the_next_fallback_is_the_one_that_gains_most_a_day():
    drawing = planned("SHOP-1", "APP-1").open("PAY-1", "OPS-1").waits("SHOP-1", "PAY-1").waits("APP-1", "OPS-1")
    drawing.fallback("APP-1", "APP-77", cost=Cost(build=1))

    found = next_fallbacks(reported(drawing).plans)

    assert [(one.link.blocked.ref.text, one.lead.days) for one in found] == [("APP-1", 1), ("SHOP-1", 5)]


def test_a_link_that_two_plans_need_is_told_once():
    drawing = planned("SHOP-1", "SHOP-2").open("PAY-1", "SHOP-3").waits("SHOP-1", "SHOP-3").waits("SHOP-2", "SHOP-3")

    [one] = next_fallbacks(reported(drawing.waits("SHOP-3", "PAY-1")).plans)

    assert one.link.blocked.ref.text == "SHOP-3"
