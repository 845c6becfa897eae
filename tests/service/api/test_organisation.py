"""What programs are told of the organisation as a whole."""

import pytest

from rules.policy import Policy
from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned


def waiting():
    """SHOP-1 and APP-1 are plans, and wait on PAY-1."""
    return planned("SHOP-1", "APP-1").open("PAY-1").waits("SHOP-1", "PAY-1").waits("APP-1", "PAY-1")


def test_before_the_first_look_it_says_when_there_will_be_one(store):
    answer = Dashboard(store).get("/api/v1/overview")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"].startswith("nothing was looked at yet")


def test_it_tells_what_the_pages_tell(store):
    keep(store, waiting())
    api = Dashboard(store)

    assert api.get("/api/v1/overview").json()["headline"][0].startswith("None of the 2 plans ships")
    assert [line["team"]["slug"] for line in api.get("/api/v1/teams").json()] == ["app", "shop", "payments"]
    assert [asked["issue"]["ref"] for asked in api.get("/api/v1/teams/payments").json()["inbox"]] == ["PAY-1"]
    assert [flow["waiting"]["slug"] for flow in api.get("/api/v1/flows").json()] == ["app", "shop"]
    assert len(api.get("/api/v1/map").json()["nodes"]) == 3
    assert api.get("/api/v1/dates").json() == []


def test_a_team_that_nobody_knows_is_a_problem_that_says_where_the_others_are(store):
    keep(store, waiting())

    answer = Dashboard(store).get("/api/v1/teams/nobody")

    assert (answer.status_code, answer.json()["detail"]) == (404, "there is no such team; /api/v1/teams lists them all")


def test_the_trend_has_a_figure_for_each_day_with_a_survey(store):
    keep(store, waiting(), days_ago=8)
    keep(store, waiting().fallback("SHOP-1", "SHOP-9", against="PAY-1").open("SHOP-9"))

    days = Dashboard(store).get("/api/v1/trend?team=shop&days=30").json()

    assert [(day["figures"]["across_teams"], day["figures"]["covered"]) for day in days] == [(1, 0), (1, 1)]


@pytest.mark.parametrize("path", ["overview", "teams", "flows", "map", "findings"])
def test_what_a_program_has_already_is_not_sent_again(store, path):
    keep(store, waiting())
    api = Dashboard(store)
    tag = api.get(f"/api/v1/{path}").headers["etag"]

    again = api.get(f"/api/v1/{path}", **{"If-None-Match": tag})

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)


def test_a_viewer_is_told_no_name_of_what_is_hidden(store):
    keep(store, waiting().issue("PAY-1", title=HOSTILE))
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:payments"]}]
    api = Dashboard(store, VIEWER, visibility=groups)

    for path in ("overview", "teams/shop", "map", "findings", "dates"):
        text = api.get(f"/api/v1/{path}").text
        assert "PAY-1" not in text
        assert "alert(1)" not in text
    assert "an issue that you may not see" in api.get("/api/v1/map").text


def test_a_project_is_named_to_nobody_to_whom_its_issues_are_not(store):
    keep(store, waiting(), policy=Policy())
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:payments"]}]
    api = Dashboard(store, VIEWER, visibility=groups)

    assert [line["team"]["slug"] for line in api.get("/api/v1/teams").json()] == ["jira:APP", "jira:SHOP"]
    for path in ("teams", "flows", "map", "teams/jira%3ASHOP"):
        assert "PAY" not in api.get(f"/api/v1/{path}").text
    assert api.get("/api/v1/teams/jira%3APAY").status_code == 404
