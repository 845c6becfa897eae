"""The map as pages, and what the script draws it from."""

import re

import pytest

from rules.policy import Policy
from tests.drawing import Drawing
from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned


@pytest.fixture
def pages(store):
    """SHOP-1, a plan, and SHOP-2 wait on PAY-1; SHOP-1 has a fallback. OPS-1 and CRM-1 wait on each other."""
    drawing = planned("SHOP-1").open("SHOP-2", "PAY-1", "SHOP-9", "OPS-1", "CRM-1")
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-1").waits("OPS-1", "CRM-1").waits("CRM-1", "OPS-1")
    keep(store, drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1"))
    return Dashboard(store)


def knots(page):
    return re.findall(r'scope="row">\s*<span class="issue"><a href="[^"]+">([^<]+)', page.split('id="knots"')[1])


def test_the_teams_lead_to_their_pages_and_on_to_their_issues(pages):
    page = pages.get("/map").text

    assert '<a href="/teams/payments" tabindex="-1"><g class="node">' in page
    assert '<a class="button" href="/map/issues">' in page
    assert "Shop" in page.split("<details>")[1]


def test_without_scripts_there_are_the_widest_knots(pages):
    page = pages.get("/map/issues").text

    assert set(knots(page)) == {"OPS-1", "CRM-1", "PAY-1"}
    assert page.count('<span class="bad below">in a ring</span>') == 2
    assert knots(pages.get("/map/issues?team=payments").text) == ["PAY-1"]


def test_the_columns_tell_what_is_drawn(pages):
    found = pages.get("/map/issues.json").json()

    nodes, edges = found["nodes"], found["edges"]
    names = nodes["ref"]
    flags = {(names[start], names[end]): flag for start, end, flag in zip(*edges.values(), strict=True)}
    assert flags["SHOP-1", "PAY-1"] == 1 + 2
    assert flags["SHOP-2", "PAY-1"] == 2
    assert flags["OPS-1", "CRM-1"] & 4
    assert dict(zip(names, nodes["flags"], strict=True)) == {
        "SHOP-1": 1,
        "SHOP-2": 0,
        "PAY-1": 0,
        "OPS-1": 2,
        "CRM-1": 2,
    }
    assert [found["slugs"][team] for team in nodes["team"]][names.index("PAY-1")] == "payments"
    assert {len(column) for column in nodes.values()} == {5}
    assert found["sites"] == ["jira/acme"]


def test_it_is_sent_again_only_when_it_has_changed(pages):
    tag = pages.get("/map/issues.json").headers["etag"]

    again = pages.get("/map/issues.json", **{"If-None-Match": tag})

    assert (again.status_code, again.content) == (304, b"")


def test_who_may_not_see_an_issue_sees_that_something_is_there(store):
    drawing = Drawing().open("SHOP-1", planned=True).issue("PAY-1", title="Merger").waits("SHOP-1", "PAY-1")
    keep(store, drawing, policy=Policy())
    mia = Dashboard(store, VIEWER, visibility=[{"containers": ["jira:PAY"], "viewers": ["group:payments"]}])

    found = mia.get("/map/issues.json")

    assert "PAY" not in found.text
    assert "Merger" not in found.text
    assert sorted(found.json()["nodes"]["site"]) == [-1, 0]
    for path in ("/map", "/map/issues", "/map/issues?team=jira:PAY"):
        assert "PAY" not in mia.get(path).text.replace("PAY-311", "").replace("team=jira%3APAY", "")


def test_text_of_others_neither_runs_nor_turns_anything_around(store):
    keep(store, planned("SHOP-1", title=HOSTILE).issue("PAY-1", title=HOSTILE).waits("SHOP-1", "PAY-1"))
    pages = Dashboard(store)

    for path in ("/map", "/map/issues", "/map/issues.json"):
        answer = pages.get(path)
        assert answer.headers["content-type"].startswith("application/json" if "json" in path else "text/html")
        assert "<script>alert" not in answer.text or "json" in path
        assert "\u202e" not in answer.text
        assert len(answer.text) < 40_000


@pytest.mark.parametrize("path", ["/map", "/map/issues"])
def test_before_the_first_look_it_says_so(store, path):
    assert "Nothing was looked at yet" in Dashboard(store).get(path).text


@pytest.mark.parametrize(("path", "words"), [("/map", "Nobody waits"), ("/map/issues", "No open issue waits")])
def test_where_nothing_waits_it_says_so(store, path, words):
    keep(store, planned("SHOP-1"))

    assert words in Dashboard(store).get(path).text
