"""The settings in force are shown without their secrets, beside the state of each connection."""

from connectors.contract import Delivery
from connectors.metering import Left
from connectors.ways import FAILURES
from service.inbox import Tally
from service.metrics import Metrics
from service.pages.settings import headings
from service.settings import Settings
from service.store import allowances
from service.store.deliveries import Deliveries
from tests.service.dashboards import ADMIN, VIEWER, Dashboard
from tests.service.pages.known import CONFIGURED
from tests.service.pipeline.listening import listening

SECRET = "s3cret-of-acme"
GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": [SECRET], "token": SECRET}


def test_what_the_configuration_says_is_shown_and_no_secret(store):
    page = Dashboard(store, github=[GITHUB]).get("/settings").text

    assert "acme; a token, 1 webhook secret" in page
    assert SECRET not in page


def test_each_connection_tells_its_last_webhook_and_what_is_wrong(store):
    table = Deliveries(store)
    table.keep([Delivery("github/acme", "id", "issues", b"{}")], 1.7e9)
    table.close()
    with store.begin() as connection:
        Deliveries.settle(connection, {}, {1: "cannot be read"})
    with listening(store, readable=True) as site:
        page = Dashboard(store, ADMIN, site.sites, github=[GITHUB]).get("/settings").text

    assert '<a href="/deliveries/1">' in page
    assert "cannot be read" in page
    assert "in order" in page
    assert "none yet; an" in page


def test_what_only_receives_says_so(store):
    assert "it only receives" in Dashboard(store, **CONFIGURED).get("/settings").text


def test_each_connection_tells_what_is_left_of_its_limits(store):
    with store.begin() as connection:
        allowances.keep(connection, "github/acme", {"graphql": Left(5_000, 4_321)}, 1.7e9)
        allowances.keep(connection, "jira/gone", {"requests": Left(7, 6)}, 1.7e9)
    dashboard = Dashboard(store, github=[GITHUB])

    assert "Requests left of graphql</dt><dd>4,321 <span" in dashboard.get("/settings").text
    assert dashboard.get("/api/v1/settings").json()["left"] == [
        {"site": "github/acme", "resource": "graphql", "remaining": 4_321, "most": 5_000, "at": 1.7e9}
    ]


def test_who_may_not_see_every_project_does_not_read_which_there_are(store):
    groups = [{"containers": ["jira:SECRET"], "viewers": ["group:few"]}]
    page = Dashboard(store, VIEWER, **CONFIGURED, visibility=groups).get("/settings").text

    assert "SECRET" not in page
    assert Dashboard(store, VIEWER, **CONFIGURED, visibility=groups).get("/api/v1/settings").json()["lines"] == []
    assert "SECRET" in Dashboard(store, ADMIN, **CONFIGURED, visibility=groups).get("/settings").text


def test_lines_are_gathered_under_their_headings():
    [sites, rules] = headings(["Configuration: x", "Sites:", "  one", "    link", "Rules:", "  none"])

    assert (sites.name, sites.lines) == ("Sites", (("one", False), ("link", True)))
    assert (rules.name, rules.lines) == ("Rules", (("none", False),))


def test_a_site_that_does_not_answer_says_so_to_people_and_to_prometheus(store):
    settings = Settings(github=[GITHUB], jira=[{"name": "acme", "url": "https://acme.example"}])
    dashboard = Dashboard(store, github=settings.github, jira=settings.jira)
    before = dashboard.get("/settings").text
    for _ in range(FAILURES):
        settings.ways["github/acme"].circuit.failed()
    metrics = Metrics(store, Tally(), Deliveries(store))
    metrics.ways = settings.ways

    page, figures = dashboard.get("/settings").text, metrics.text().decode()

    assert "Does not answer" not in before
    assert page.count("Does not answer") == 1
    told = [line for line in figures.splitlines() if line.startswith("detour_site_let_be_seconds{")]
    assert len(told) == 2
    assert [line.endswith("} 0.0") for line in sorted(told)] == [False, True]
