"""Which teams have feeds; what these tell is tried on living trackers in the journeys."""

from datetime import date

import pytest
from starlette.applications import Starlette

from rules.model import Ref
from rules.policy import Policy
from service.feeds import Feeds
from service.pipeline.decisions import Decisions
from service.settings import Settings
from service.speech.document import Address
from service.store.digests import Kept, Made
from service.store.digests import keep as keep_digest
from tests.service.access.asking import ask
from tests.service.dashboards import ADMIN, VIEWER, keep
from tests.service.digest.team import WAITS, day
from tests.service.overview.drawn import planned
from tests.service.store.team_of_issues import judged

TEAMS = {"legal": {"name": "Legal", "owns": ["jira:LAW"]}}
CLOSED = [{"containers": ["jira:PAY"], "viewers": ["group:pay"]}]


def asking(store, viewer=ADMIN, **settings):
    """Asks for feeds as somebody."""
    app = Starlette(routes=Feeds(store, Decisions(Settings(**settings))).routes())

    async def known(scope, receive, send):
        scope.setdefault("state", {})["viewer"] = viewer
        await app(scope, receive, send)

    return lambda path: ask(known, path)


@pytest.fixture
def feeds(store):
    """Of a store in which a survey knew the shop, and where the legal team is configured."""
    keep(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))
    return asking(store, teams=TEAMS)


@pytest.mark.parametrize("team", ["shop", "legal"])
def test_whatever_team_has_a_page_has_a_calendar(feeds, team):
    answer = feeds(f"/teams/{team}/decide-by.ics")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")


@pytest.mark.parametrize("path", ["/teams/nobody/decide-by.ics", "/teams/nobody/digest.md"])
def test_no_other_team_has_feeds(feeds, path):
    assert feeds(path).status_code == 404


@pytest.fixture
def web(store):
    """A team with a day to decide by for its wait on a hidden issue, and with a digest that tells of that."""
    hidden = Address(Ref("jira/acme", "PAY-1"), "https://x/PAY-1", "Merger")
    with store.begin() as connection:
        judged(
            connection, "WEB-1", agenda=(day(date(2099, 5, 4), "decide what is done if ", hidden, " does not come"),)
        )
        keep_digest(connection, Kept("web", 5.0, 3.0, made=Made(WAITS, {}, ())))
    team = {"name": "Web", "owns": ["jira:WEB"], "digest_webhook": "https://chat.acme.example/x"}

    def asked(path, viewer=VIEWER, **settings):
        return asking(store, viewer, teams={"web": team}, **settings)(f"/teams/web/{path}").text.replace("\r\n ", "")

    return asked


def test_whoever_may_see_an_issue_reads_of_it(web):
    for path in ("decide-by.ics", "digest.md"):
        assert "PAY-1" in web(path)
        assert "PAY-1" in web(path, ADMIN, visibility=CLOSED)


def test_feeds_name_nothing_that_their_reader_may_not_see(web):
    for path in ("decide-by.ics", "digest.md"):
        told = web(path, visibility=CLOSED)

        assert "an issue that you may not see" in told
        assert "PAY-1" not in told
        assert "Merger" not in told
    assert "Decide: WEB-1 Title of WEB-1" in web("decide-by.ics", visibility=CLOSED)


def test_a_hidden_issue_has_no_day_in_a_calendar(web):
    groups = [{"containers": ["jira:WEB"], "viewers": ["group:web"]}]

    assert "BEGIN:VEVENT" in web("decide-by.ics")
    assert "BEGIN:VEVENT" not in web("decide-by.ics", visibility=groups)


def test_a_hidden_project_that_stands_for_a_team_has_no_feeds(store):
    keep(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"), policy=Policy())

    assert asking(store)("/teams/jira%3APAY/decide-by.ics").status_code == 200
    assert asking(store, VIEWER, visibility=CLOSED)("/teams/jira%3APAY/decide-by.ics").status_code == 404
