from datetime import date

import pytest

from rules.odds.outlook import Outlook
from rules.odds.plans import SelfReliance, end_of_quarter, self_reliance
from tests.drawing import Drawing


def relying(drawing):
    return self_reliance(Outlook(drawing.graph()))


SOON, LATER = date(2026, 12, 15), date(2027, 2, 1)


def test_a_plan_is_a_planned_issue_without_an_open_parent():
    drawing = Drawing().open("SHOP-1", "SHOP-2", planned=True).part("SHOP-2", "SHOP-1").open("SHOP-3")
    graph = drawing.graph()

    assert [graph.columns.names.ref(row).text for row in Outlook(graph).plans] == ["SHOP-1"]


def test_a_plan_relies_on_itself_if_each_outside_link_of_its_parts_has_a_fallback_that_stands():
    drawing = Drawing().open("SHOP-1", "APP-1", planned=True).open("SHOP-2", "SHOP-3", "APP-2", "PAY-1")
    drawing.part("SHOP-2", "SHOP-1").waits("SHOP-2", "PAY-1").fallback("SHOP-2", "SHOP-3")
    drawing.part("APP-2", "APP-1").waits("APP-2", "PAY-1")

    assert relying(drawing) == SelfReliance(1, 2, None)


def test_links_inside_the_team_of_a_plan_are_its_own_matter():
    drawing = Drawing().open("SHOP-1", planned=True).open("SHOP-2").waits("SHOP-1", "SHOP-2")

    assert relying(drawing).share == 1


def test_where_dates_are_known_the_plans_of_this_quarter_count():
    drawing = Drawing().issue("SHOP-1", needed_by=SOON).issue("APP-1", needed_by=LATER).open("PAY-1")

    found = relying(drawing.waits("APP-1", "PAY-1"))

    assert found == SelfReliance(1, 1, date(2026, 12, 31))


def test_where_no_plan_is_needed_this_quarter_all_count():
    drawing = Drawing().issue("SHOP-1", needed_by=LATER).issue("APP-1", needed_by=LATER).open("PAY-1")

    assert relying(drawing.waits("APP-1", "PAY-1")) == SelfReliance(1, 2, None)


def test_an_organisation_without_plans_has_no_share():
    assert relying(Drawing().open("SHOP-1")).share is None


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 11, 25), date(2026, 12, 31)),
    ],
)
def test_a_quarter_ends_on_its_last_day(day, last):
    assert end_of_quarter(day) == last
