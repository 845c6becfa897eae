"""The bot's own record as a page: how often it spoke, what came of it, and where it would speak if it were live."""

import time
from datetime import UTC, datetime

import pytest

from service.pipeline.decisions import Decisions
from service.pipeline.survey import Surveying
from service.settings import Settings
from service.speech.markers import Role
from service.store.leases import Leases
from service.store.noise import Noise, Thread, hold, note
from service.stored import rows_named
from tests.service.dashboards import VIEWER, Dashboard
from tests.service.overview.drawn import planned
from tests.service.pages.known import CONFIGURED, know


@pytest.fixture
def spoken(store):
    """SHOP-1 was spoken on and has a fallback by now; on OPS-1 something would be said."""
    drawing = planned("SHOP-1", "OPS-1").open("PAY-1", "SHOP-9").waits("SHOP-1", "PAY-1").waits("OPS-1", "PAY-1")
    know(store, drawing.fallback("SHOP-1", "SHOP-9", against="PAY-1"))
    with store.begin() as connection:
        [row] = rows_named(connection, "SHOP-1")
        for kind in (Noise.COMMENT, Noise.EDIT):
            note(connection, Thread(row, Role.VERDICT), kind, 1, team="shop", at=time.time() - 60)
        hold(connection, Thread(row, Role.VERDICT), ["an event"], time.time())
    surveyed(store)


def surveyed(store):
    lease = Leases(store, "a process", 60).take("", "survey")
    Surveying(store, Decisions(Settings(**CONFIGURED))).survey(lease, datetime.now(UTC).timestamp())


def row_of(page, team):
    return page.partition(f'href="/teams/{team}"')[2].partition("</tr>")[0]


@pytest.mark.usefixtures("spoken")
def test_what_it_did_and_what_came_of_it_is_counted_team_by_team(store):
    page = Dashboard(store, **CONFIGURED).get("/bot").text.replace("\u00a0", " ")

    shop = row_of(page, "shop")
    assert 'data-label="New comments">1<' in shop
    assert 'data-label="Acted upon">100 %<' in shop
    assert 'data-label="Held back">1<' in shop
    assert 'data-label="Would be said">1<' in row_of(page, "ops")
    assert "acted upon: 1 of 1 issue" in page


@pytest.mark.usefixtures("spoken")
def test_each_team_has_its_mode(store):
    comments = {"mode": "dry-run", "teams": {"shop": "live"}, "projects": {"PAY": "live"}}

    page = Dashboard(store, **CONFIGURED, comments=comments).get("/bot").text

    assert '<b class="good">live</b>' in row_of(page, "shop")
    assert 'data-label="Mode">dry run<' in row_of(page, "ops")
    assert "<code>jira:PAY</code>: live" in page


def test_before_the_first_look_it_says_so(store):
    assert "Nothing was looked at yet" in Dashboard(store).get("/bot").text


def test_projects_that_the_viewer_may_not_know_of_are_left_out(store):
    know(store, planned("HR-1").open("PAY-1").waits("HR-1", "PAY-1"))
    surveyed(store)
    groups = [{"containers": ["jira:HR"], "viewers": ["group:few"]}]

    page = Dashboard(store, VIEWER, **CONFIGURED, visibility=groups, comments={"projects": {"HR": "live"}}).get("/bot")

    assert "HR" not in page.text.partition("<main")[2].replace("HREF", "")
    assert "jira:HR" in Dashboard(store, **CONFIGURED, comments={"projects": {"HR": "live"}}).get("/bot").text
