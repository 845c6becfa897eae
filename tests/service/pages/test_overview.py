"""The page that people open every Monday."""

from datetime import date

import pytest

from service.pages.overview import last_monday
from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned


def waiting():
    return planned("SHOP-1", "APP-1").open("PAY-1", "OPS-1").waits("SHOP-1", "PAY-1")


def test_before_the_first_look_it_says_what_to_do(store):
    page = Dashboard(store).get("/").text

    assert "Nothing was looked at yet" in page
    assert "detour audit --config detour.toml" in page


def test_it_begins_with_the_headline_and_the_figures(store):
    keep(store, waiting())

    page = Dashboard(store).get("/").text

    assert "50 % of the 2 plans ship even if no other team delivers." in page.replace("\u00a0", " ")
    assert "waits on others have no plan B" in page
    assert 'href="/issues/jira/acme/SHOP-1"' in page


def test_what_came_and_went_since_monday_leads_to_it(store):
    keep(store, waiting(), days_ago=9)
    keep(store, waiting().waits("APP-1", "OPS-1").fallback("SHOP-1", "SHOP-9", against="PAY-1").open("SHOP-9"))

    page = Dashboard(store).get("/").text

    assert "new finding" in page
    assert "settled</a>" in page
    assert '<svg class="picture trend' in page


def test_what_the_first_look_found_is_not_called_new(store):
    keep(store, waiting())

    page = Dashboard(store).get("/").text

    assert "Since the first look" in page
    assert "nothing new was found, and nothing was settled" in page


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 26), date(2026, 11, 23)),
        (date(2026, 11, 29), date(2026, 11, 23)),
        (date(2026, 11, 30), date(2026, 11, 23)),
    ],
)
def test_on_a_monday_it_tells_of_the_week_before(day, monday):
    assert last_monday(day) == monday


def test_text_of_others_neither_runs_nor_fills_the_page(store):
    keep(store, waiting().issue("PAY-1", title=HOSTILE))

    page = Dashboard(store).get("/").text

    assert "<script>alert" not in page
    assert len(page) < 40_000


def test_a_viewer_reads_no_name_of_what_is_hidden(store):
    keep(store, waiting())
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:payments"]}]

    page = Dashboard(store, VIEWER, visibility=groups).get("/").text

    assert "PAY-1" not in page
    assert "an issue that you may not see" in page
