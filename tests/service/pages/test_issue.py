"""The page of an issue tells why its verdict is what it is, what Detour says there, and nothing to whom may not see."""

import pytest

from rules.statements import Cost, FallbackKind
from service.store.identities import Identities, Sighting
from tests.drawing import ref
from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know

SHOP = "/issues/jira/acme/SHOP-1"


def waiting():
    """SHOP-1 waits on PAY-1; one fallback of it stands, another does not."""
    drawing = planned("SHOP-1").open("PAY-1", "PAY-2", "SHOP-9").waits("SHOP-1", "PAY-1")
    drawing.fallback("SHOP-1", "PAY-2", against="PAY-1")
    return drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1", kind=FallbackKind.HACK, cost=Cost(build=3))


def page_of(store, path, drawing, viewer=None, **settings):
    know(store, drawing)
    dashboard = Dashboard(store, *([viewer] if viewer else []), **(CONFIGURED | settings))
    return dashboard.get(path).text.replace("\u00a0", " ")


def test_it_says_whether_it_may_start_and_what_stands_in(store):
    page = page_of(store, SHOP, waiting())

    assert "<b>It may start, with its fallback.</b> SHOP-9 stands in for what it waits on." in page
    assert '<b class="good">It stands</b>' in page
    assert "is owned by another team (DT104)" in page
    assert "Hack: 3 days to build, ? a month to keep" in page


def test_the_odds_come_with_their_sum(store):
    page = page_of(store, SHOP, waiting())

    assert "(1 - (1 - 60 %) x (1 - 90 %)) = 96 %" in page
    assert "Stood in for by" in page


def test_what_was_said_and_who_said_it_and_what_detour_would_say_is_there(store):
    drawing = planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1")

    page = page_of(store, SHOP, drawing)

    assert '/PAY-1">PAY-1</a> <span class="quiet">(the tracker itself, on SHOP-1)</span>' in page
    assert "A dry run: this would be said, and is not." in page
    assert "and has no plan B" in page
    assert "Judged <time" in page
    assert '<svg class="picture surroundings"' in page


def test_of_those_who_wait_the_last_survey_tells_whose_fallback_stands(store):
    drawing = planned("SHOP-1", "OPS-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1").waits("OPS-1", "PAY-1")
    drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1")
    keep(store, drawing)

    page = page_of(store, "/issues/jira/acme/PAY-1", drawing)

    waiters = page.partition("Who waits on it")[2]
    assert "stands</span>" in waiters.partition("SHOP-1")[2].partition("</tr>")[0]
    assert "none that stands" in waiters.partition("OPS-1")[2].partition("</tr>")[0]


def test_before_the_first_survey_nobody_has_looked_for_their_fallbacks(store):
    page = page_of(store, "/issues/jira/acme/PAY-1", waiting())

    assert "not looked at yet" in page


def test_what_was_found_and_settled_is_its_course(store):
    drawing = planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1")
    keep(store, drawing, days_ago=3)
    keep(store, drawing.open("SHOP-9").fallback("SHOP-1", "SHOP-9", against="PAY-1"))

    page = page_of(store, SHOP, drawing)

    assert "missing-fallback (DT101) was settled" in page


def test_an_issue_that_was_only_named_says_so(store):
    page = page_of(store, "/issues/jira/acme/PAY-7", planned("SHOP-1").waits("SHOP-1", "PAY-7"))

    assert "Nobody knows yet whether it may start" in page
    assert "unknown: it was not read" in page


def test_an_address_of_which_nothing_else_is_known_has_a_page(store):
    with store.begin() as connection:
        Identities(connection).enter([Sighting(ref("PAY-8"))])

    page = page_of(store, "/issues/jira/acme/PAY-8", waiting())

    assert "It was named by another issue, and was not read yet." in page


@pytest.mark.parametrize("path", [SHOP + "7", "/issues/gitlab/acme/SHOP-1", "/issues/github/acme/acme%2Fweb%231"])
def test_what_nobody_knows_has_none(store, path):
    know(store, waiting())

    answer = Dashboard(store).get(path)

    assert answer.status_code == 404
    assert "No such issue is known here" in answer.text


def test_a_hidden_issue_is_as_one_that_is_not_there_and_is_named_nowhere(store):
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:pay"]}]
    drawing = waiting().issue("PAY-1", title="A secret plan")
    know(store, drawing)
    mia = Dashboard(store, VIEWER, **CONFIGURED, visibility=groups)

    assert mia.get("/issues/jira/acme/PAY-1").status_code == 404
    page = mia.get(SHOP).text.partition("<main")[2]
    assert "PAY-" not in page
    assert "secret" not in page


def test_text_of_others_neither_runs_nor_turns_the_page_around(store):
    drawing = waiting().issue("SHOP-1", planned=True, title=HOSTILE).issue("PAY-1", title=HOSTILE)

    page = page_of(store, SHOP, drawing.needs("SHOP-1", because=HOSTILE))

    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert len(page) < 60_000


def test_a_name_leads_to_its_issue_in_any_case(store):
    know(store, waiting())

    answer = Dashboard(store).get("/issues?ref=shop-1")

    assert (answer.status_code, answer.headers["location"]) == (303, SHOP)


def test_a_name_of_nothing_leads_to_what_is_near_and_to_nothing_hidden(store):
    groups = [{"containers": ["jira:PAY"], "viewers": ["group:pay"]}]
    know(store, waiting())

    page = Dashboard(store).get("/issues?ref=PAY-77").text
    assert "No issue is called PAY-77" in page
    assert "/issues/jira/acme/PAY-1" in page
    mia = Dashboard(store, VIEWER, visibility=groups)
    for name in ("PAY-77", "PAY-1"):
        assert "/issues/jira/acme/PAY-" not in mia.get(f"/issues?ref={name}").text
