"""The verdict on one issue, live from the store."""

import pytest

from tests.service.dashboards import VIEWER, Dashboard
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know
from tests.service.pipeline.listening import listening

GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": ["x"]}


@pytest.fixture
def api(store):
    with listening(store, readable=True) as site:
        site.knows({"acme/web#1": "1"}, says="Blocked by: acme/api#2")
        yield Dashboard(store, VIEWER, github=[GITHUB])


def test_an_issue_has_a_verdict_whose_address_is_percent_encoded(api):
    answer = api.get("/api/v1/issues/github/acme/acme%2Fweb%231/verdict")

    assert (answer.status_code, answer.json()["may_start"]) == (200, "closed")
    assert answer.json()["issue"]["ref"] == "acme/web#1"


@pytest.mark.parametrize("path", ["github/acme/acme%2Fweb%237", "jira/acme/PAY-1", "gitlab/acme/PAY-1"])
def test_what_the_store_does_not_know_is_a_problem_that_says_how_it_would(api, path):
    answer = api.get(f"/api/v1/issues/{path}/verdict")

    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")
    assert answer.json()["detail"].startswith("the store knows no such issue")


@pytest.mark.parametrize("path", ["issues/github/acme/%00/verdict", "findings?q=%00", "teams/%00", "trend?team=a%00b"])
def test_text_that_no_store_keeps_is_refused(api, path):
    answer = api.get(f"/api/v1/{path}")

    assert (answer.status_code, answer.json()["detail"]) == (400, "no name or text holds the character NUL")


def test_the_evidence_on_an_issue_says_who_said_what(store):
    drawing = planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1")
    know(store, drawing)

    answer = Dashboard(store, **CONFIGURED).get("/api/v1/issues/jira/acme/SHOP-1/evidence")

    [said] = answer.json()["statements"]
    says = [part if isinstance(part, str) else part["ref"] for part in said["says"]]
    assert says == ["SHOP-1", " waits on ", "PAY-1"]
    assert (answer.json()["verdict"], answer.json()["odds"]["odds"]) == ("error", 0.6)


def test_there_is_no_evidence_on_what_is_hidden(store):
    know(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:pay"]}]
    mia = Dashboard(store, VIEWER, **CONFIGURED, visibility=groups)

    assert mia.get("/api/v1/issues/jira/acme/PAY-1/evidence").status_code == 404
    assert "PAY-1" not in mia.get("/api/v1/issues/jira/acme/SHOP-1/evidence").text
