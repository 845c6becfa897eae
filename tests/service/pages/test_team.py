"""The page of one team."""

import re

from rules.policy import Owned, Policy, Specificity, Team
from rules.statements import Cost, FallbackKind
from service.access.badges import badge_key
from service.store.kept_settings import access_key
from tests.drawing import Drawing
from tests.service.dashboards import HOSTILE, VIEWER, Dashboard, keep
from tests.service.overview.drawn import planned


def waiting():
    """SHOP-1, SHOP-2 and APP-1 are plans and wait on PAY-1; APP-1 has a hack in its place. CRM-1 waits on PAY-2."""
    drawing = planned("SHOP-1", "SHOP-2", "APP-1").open("PAY-1", "PAY-2", "CRM-1").issue("APP-9", planned=True)
    drawing.waits("SHOP-1", "PAY-1").waits("SHOP-2", "PAY-1").waits("APP-1", "PAY-1").waits("CRM-1", "PAY-2")
    return drawing.fallback("APP-1", "APP-9", against="PAY-1", kind=FallbackKind.HACK, cost=Cost(build=2, keep=3))


def section(page, name):
    return page.split(f'<h2 id="{name}">')[1].split("</section>")[0]


def test_its_inbox_begins_with_what_most_plans_hang_on(store):
    keep(store, waiting())

    inbox = section(Dashboard(store).get("/teams/payments").text, "inbox")

    assert re.findall(r'<th role="rowheader".*?>(PAY-\d)<', inbox, re.DOTALL) == ["PAY-1", "PAY-2"]
    assert inbox.count("no plan B") == 3
    assert re.search(r'else\s+<a href="/issues/jira/acme/APP-9">', inbox)


def test_it_tells_on_whom_it_hangs_and_what_it_keeps(store):
    keep(store, waiting(), days_ago=8)
    keep(store, waiting())
    pages = Dashboard(store)

    shop, app = pages.get("/teams/shop").text, pages.get("/teams/app").text

    assert '<a href="/teams/payments">Payments</a>' in section(shop, "on")
    assert "0 of 2 plans ship if nobody else delivers" in shop
    assert "SHOP-1" in section(shop, "plans")
    assert "Waits on others without a plan B <b>2</b>" in section(shop, "trend")
    assert "3\N{NO-BREAK SPACE}days a month" in section(app, "hacks").replace("3 days", "3\N{NO-BREAK SPACE}days")


def test_a_long_list_is_cut_until_all_of_it_is_asked_for(store):
    drawing = planned(*(f"SHOP-{number}" for number in range(1, 41))).open("PAY-1")
    for number in range(1, 41):
        drawing.waits(f"SHOP-{number}", "PAY-1")
    keep(store, drawing)
    pages = Dashboard(store)

    page = pages.get("/teams/shop").text

    assert section(page, "plans").count('scope="row"') == 15
    [href] = re.findall(r'href="([^"]+)#plans">Show all 40 plans', page)
    assert section(pages.get(href).text, "plans").count('scope="row"') == 40


def test_a_repository_stands_for_a_team_at_an_encoded_address(store):
    drawing = Drawing().open("acme/web#1", planned=True).open("acme/api#2").waits("acme/web#1", "acme/api#2")
    keep(store, drawing, policy=Policy())
    pages = Dashboard(store)

    page = pages.get("/teams/github%3Aacme%2Fweb")

    assert page.status_code == 200
    assert 'href="/teams/github%3Aacme%2Fapi"' in page.text
    assert "http://127.0.0.1/teams/github%3Aacme%2Fweb/decide-by.ics" in page.text
    assert pages.get("/teams/github%3Aacme%2Fweb/badge.svg").headers["content-type"] == "image/svg+xml"


def test_where_detour_is_configured_to_be_stands_in_what_is_copied(store):
    keep(store, waiting())

    page = Dashboard(store, server={"public_url": "https://detour.acme.example"}).get("/teams/shop").text

    assert "](https://detour.acme.example/teams/shop/badge.svg)](https://detour.acme.example/teams/shop)" in page


def test_where_people_sign_in_its_badges_have_addresses_that_open_them(store):
    keep(store, waiting())
    token = {"bearer_token": "t" * 32}

    page = Dashboard(store, access=token).get("/teams/shop").text

    with store.begin() as connection:
        key = badge_key(access_key(connection), "shop")
    assert f"/teams/shop/badge.svg?key={key})](" in page
    assert f"/teams/shop/badge.svg?what=uncovered&amp;key={key})](" in page


def test_a_configured_team_without_issues_has_a_page_and_no_other_name_has(store):
    keep(store, waiting())
    pages = Dashboard(store, teams={"legal": {"name": "Legal", "owns": ["jira:LAW"]}})

    assert "nothing is known of it" in pages.get("/teams/legal").text
    assert pages.get("/teams/legal/badge.svg").status_code == 200
    for path in ("/teams/nobody", "/teams/", "/teams/nobody/badge.svg"):
        assert pages.get(path).status_code == 404


def test_a_hidden_project_has_no_page_and_what_it_asks_for_is_not_told(store):
    drawing = (
        planned("SHOP-1", title="Merger").open("PAY-1").waits("SHOP-1", "PAY-1").needs("SHOP-1", because="we merge")
    )
    keep(store, drawing, policy=Policy())
    mia = Dashboard(store, VIEWER, visibility=[{"containers": ["jira:SHOP"], "viewers": ["group:shop"]}])

    page = mia.get("/teams/jira%3APAY")

    assert page.status_code == 200
    assert "an issue that you may not see" in section(page.text, "inbox")
    assert not [word for word in ("SHOP", "Merger", "we merge") if word in page.text]
    assert "we merge" in Dashboard(store).get("/teams/jira%3APAY").text
    for path in ("/teams/jira%3ASHOP", "/teams/jira%3ASHOP/badge.svg"):
        assert mia.get(path).status_code == 404


def test_text_of_others_neither_runs_nor_turns_the_page_around(store):
    shop = Team("shop", HOSTILE, (Owned(Specificity.CONTAINER, "SHOP", "jira"),))
    drawing = planned("SHOP-1", title=HOSTILE).issue("PAY-1", title=HOSTILE).waits("SHOP-1", "PAY-1")
    drawing.issue("SHOP-9", title=HOSTILE).fallback("SHOP-1", "SHOP-9", against="PAY-1", kind=FallbackKind.HACK)
    keep(store, drawing.needs("SHOP-1", because=HOSTILE), policy=Policy(teams=(shop,)))
    pages = Dashboard(store)

    for path in ("/teams/shop", "/teams/jira%3APAY"):
        page = pages.get(path).text
        assert "<script>alert" not in page
        assert "\u202e" not in page
        assert len(page) < 40_000
