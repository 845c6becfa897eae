"""How programs look for findings."""

import pytest

from tests.service.dashboards import VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned


@pytest.fixture
def api(store):
    """Five plans of two teams that wait on one issue."""
    drawing = planned(*(f"SHOP-{number}" for number in range(1, 5)), "APP-1").open("PAY-1")
    for blocked in ("SHOP-1", "SHOP-2", "SHOP-3", "SHOP-4", "APP-1"):
        drawing.waits(blocked, "PAY-1")
    keep(store, drawing)
    return Dashboard(store)


def refs(answer):
    return [item["finding"]["issue"]["ref"] for item in answer.json()["items"]]


def test_they_are_narrowed_by_the_query(api):
    answer = api.get("/api/v1/findings?team=app&rule=DT101&severity=error&severity=warning&q=waits")

    assert (refs(answer), answer.json()["count"]) == (["APP-1"], 1)


def test_whoever_follows_next_sees_each_once(api):
    whole = api.get("/api/v1/findings?rule=DT101&limit=500").json()["items"]
    seen, at = [], "/api/v1/findings?rule=DT101&limit=2"
    while at:
        page = api.get(at).json()
        seen += page["items"]
        at = page["next"]

    assert seen == whole
    assert len(seen) == 5


@pytest.mark.parametrize(
    ("query", "status", "detail"),
    [
        ("after=nonsense", 400, "after: no page ended so; begin again without it"),
        ("limit=0", 422, "limit: Input should be greater than or equal to 1"),
        ("severity=loud", 422, "severity.0: Input should be 'error', 'warning', 'info' or 'report'"),
        ("since=monday", 422, "since: Input should be a valid date or datetime, input is too short"),
    ],
)
def test_what_cannot_be_asked_is_a_problem_that_says_what_can(api, query, status, detail):
    answer = api.get(f"/api/v1/findings?{query}")

    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"] == detail


def test_findings_on_hidden_issues_are_not_listed_or_counted(store, api):
    groups = [{"containers": ["jira:SHOP"], "viewers": ["group:shop"]}]

    answer = Dashboard(store, VIEWER, visibility=groups).get("/api/v1/findings?rule=DT101")

    assert (refs(answer), answer.json()["count"]) == (["APP-1"], 1)
    assert api.get("/api/v1/findings?rule=DT101").json()["count"] == 5
