"""All teams as a page: the matrix, and a line for each that can be sorted and searched."""

import re

import pytest

from rules.policy import Owned, Policy, Specificity, Team
from tests.drawing import Drawing
from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned

HIDES_PAYMENTS = [{"containers": ["jira:PAY"], "viewers": ["group:payments"]}]


@pytest.fixture
def pages(store):
    """Two plans of the shop and one of the app's wait on PAY-1; the app has a fallback."""
    drawing = planned("SHOP-1", "SHOP-2", "APP-1").open("PAY-1", "APP-9")
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-1").waits("APP-1", "PAY-1")
    keep(store, drawing.fallback("APP-1", "APP-9", against="PAY-1"))
    return Dashboard(store)


def named(page):
    """The teams of the lines, in their order."""
    return re.findall(
        r'<th role="rowheader" scope="row" class="name">\s*(?:<a [^>]*>)?([^<]+)', page.split('id="each"')[1]
    )


def apart(*keys):
    """A drawing in which a plan of each project waits on PAY-1, where no team is configured."""
    drawing = Drawing().open(*(f"{key}-1" for key in keys), planned=True).open("PAY-1")
    for key in keys:
        drawing.waits(f"{key}-1", "PAY-1")
    return drawing


def test_each_team_tells_how_it_hangs_on_others(pages):
    page = pages.get("/teams").text

    assert named(page) == ["Shop", "Payments", "App"]
    assert '<b class="bad">2 of 2</b>' in page
    assert '<b class="good">1 of 1</b>' in page


@pytest.mark.parametrize(
    ("sort", "first", "order"),
    [
        ("team", "App", "ascending"),
        ("-team", "Shop", "descending"),
        ("waits", "Shop", "descending"),
        ("-waits", "Payments", "ascending"),
        ("asked", "Payments", "descending"),
        ("open", "Shop", "descending"),
    ],
)
def test_teams_are_sorted_by_what_stands_in_the_address(pages, sort, first, order):
    page = pages.get(f"/teams?sort={sort}").text

    assert named(page)[0] == first
    assert page.count(f'aria-sort="{order}"') == page.count("aria-sort=") == 1


def test_a_cell_leads_to_the_findings_of_the_team_that_waits(pages):
    page = pages.get("/teams").text

    [cell] = re.findall(r"Shop waits on Payments: 2 open links[^<]*</title><a href=\"([^\"]+)", page)
    assert cell == "/findings?team=shop"


def test_who_waits_on_whom_is_a_table_too(pages):
    table = pages.get("/teams").text.split("<details>")[1].split("</details>")[0]

    assert re.findall(r'data-label="Without plan B">(\d+)', table) == ["2", "0"]


def test_of_many_teams_some_are_shown_and_each_can_be_found(store):
    keep(store, apart(*(f"T{number}" for number in range(120))), policy=Policy())
    pages = Dashboard(store)

    first, third = (named(pages.get(f"/teams?sort=team{more}").text) for more in ("", "&page=3"))
    assert (len(first), len(third), set(first) & set(third)) == (50, 21, set())
    assert named(pages.get("/teams?q=t117").text) == ["T117"]
    assert 'rel="next" href="/teams?sort=team&amp;page=2#each"' in pages.get("/teams?sort=team").text


def test_a_project_is_not_named_to_whom_its_issues_are_not_shown(store):
    keep(store, apart("SHOP", "APP"), policy=Policy())

    page = Dashboard(store, VIEWER, visibility=HIDES_PAYMENTS).get("/teams").text

    assert named(page) == ["APP", "SHOP"]
    assert "PAY" not in page.replace("PAY-311", "")
    assert "a team that you may not see" in page


def test_a_name_that_means_harm_does_none(store):
    shop = Team("shop", HOSTILE, (Owned(Specificity.CONTAINER, "SHOP", "jira"),))
    keep(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"), policy=Policy(teams=(shop,)))

    page = Dashboard(store).get("/teams").text

    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert len(page) < 40_000


@pytest.mark.parametrize("query", ["sort=colour", "sort=--team", "page=0", "page=x", "page=²", "page=99999999"])
def test_what_can_be_no_choice_is_refused(pages, query):
    assert pages.get(f"/teams?{query}").status_code == 400


def test_behind_the_last_page_there_is_none(pages):
    answer = pages.get("/teams?page=2")

    assert answer.status_code == 404
    assert "The last one is 1" in answer.text


def test_before_the_first_look_it_says_so(store):
    assert "Nothing was looked at yet" in Dashboard(store).get("/teams").text
