"""The rules as pages: each with its documentation, and with what it finds now."""

import pytest

from service.pages.rules import documented
from tests.service.dashboards import VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned

OWN = {"code": "ACME101", "name": "frozen-project", "expression": 'blocker.container == "jira:OLD"'}


@pytest.fixture
def pages(store):
    keep(store, planned("SHOP-1", "APP-1").open("PAY-1").waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1"))
    return Dashboard(store, policy={"rules": [OWN], "ignore": ["deep-chain"]})


def test_all_are_listed_with_what_they_find_and_own_ones_apart(pages):
    page = pages.get("/rules").text

    assert '<a href="/findings?rule=DT101">2 findings</a>' in page
    assert page.index("Rules of your own") < page.index("frozen-project")
    assert '<span class="quiet below">DT403, off</span>' in page


@pytest.mark.parametrize("word", ["DT304", "request-gone-quiet", "dt304"])
def test_one_has_a_page_by_code_and_by_name(pages, word):
    page = pages.get(f"/rules/{word}").text

    assert "<h2>How to resolve</h2>" in page
    assert "<code>quiet_days</code>" in page


def test_its_findings_are_counted_as_far_as_the_viewer_may_see_them(store, pages):
    groups = [{"containers": ["jira:SHOP"], "viewers": ["group:shop"]}]

    assert "2 violations" in pages.get("/rules/DT101").text
    assert "1 violation<" in Dashboard(store, VIEWER, visibility=groups).get("/rules/DT101").text


def test_there_are_no_others(pages):
    assert pages.get("/rules/DT999").status_code == 404


def test_documentation_of_others_leads_and_loads_nowhere():
    page = documented("# <script>alert(1)</script>\n\n[x](https://a.example) ![y](https://b.example/z.png) <img src=x>")

    assert not any(active in page for active in ("<script", "<img", "href", 'src="'))
