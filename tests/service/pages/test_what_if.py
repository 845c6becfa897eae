"""What if an issue never comes: a page that names the plans that lose by it."""

from tests.service.dashboards import HOSTILE, VIEWER, Dashboard
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know

PAY = "/issues/jira/acme/PAY-1/what-if"


def waiting():
    drawing = planned("SHOP-1", "OPS-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1").waits("OPS-1", "PAY-1")
    return drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1")


def test_the_plans_that_lose_most_come_first_and_lead_to_their_pages(store):
    know(store, waiting())

    page = Dashboard(store, **CONFIGURED).get(PAY).text.replace("\u00a0", " ")

    assert page.index('href="/issues/jira/acme/OPS-1"') < page.index('href="/issues/jira/acme/SHOP-1"')
    assert "has one already" in page
    assert "<b>90 %</b>" in page


def test_where_no_plan_waits_that_is_said(store):
    know(store, planned("SHOP-1"))

    assert "No plan waits on it" in Dashboard(store, **CONFIGURED).get("/issues/jira/acme/SHOP-1/what-if").text


def test_hidden_plans_are_named_nowhere_and_hidden_issues_have_no_page(store):
    know(store, waiting())
    groups = [{"containers": ["jira:OPS"], "viewers": ["group:ops"]}]
    mia = Dashboard(store, VIEWER, **CONFIGURED, visibility=groups)

    assert "OPS-1" not in mia.get(PAY).text
    assert mia.get("/issues/jira/acme/OPS-1/what-if").status_code == 404


def test_titles_are_text(store):
    know(store, waiting().issue("OPS-1", planned=True, title=HOSTILE))

    assert "<script>alert" not in Dashboard(store, **CONFIGURED).get(PAY).text
