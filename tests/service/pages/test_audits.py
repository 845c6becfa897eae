"""The audits as a page: what each came to, how the one under way goes on, and a button that begins one."""

import asyncio
import json
import time

import pytest

from connectors.scanning import OutOfReach
from service.audit_stream import events as told
from service.audit_stream import progress_of
from service.extent import Changes, Extent
from service.pipeline.audits import Auditing, Order
from service.pipeline.decisions import Decisions
from service.settings import Settings
from service.store import audits, deeds, sweeps
from service.store.audits import Outcome
from service.store.clock import changing
from service.store.connection import reading
from service.store.sweeps import Count
from tests.service.dashboards import HOSTILE, OPERATOR, VIEWER, Dashboard
from tests.service.pipeline.listening import SITE, listening

GITHUB = {"name": "acme", "organizations": ["acme"], "webhook_secrets": ["x"]}


def outcome(*places):
    extent = Extent(site=SITE, full=True, issues=120, requests=4, deeper=2, missed=3, out_of_reach=places)
    return Outcome(severities={"error": 7}, self_reliance=0.5, extents=(extent,), changes=Changes(1.0, 4, 2))


def made(store, *places, ended=True):
    with store.begin() as connection:
        number = audits.begin(connection, "schedule", [SITE], time.time() - 90)
        if ended:
            audits.end(connection, number, outcome(*places), None, time.time())
    return number


@pytest.fixture
def connected(store):
    """A site that can be read, and its pages as somebody who may act sees them."""
    with listening(store, readable=True) as site:
        yield site, Dashboard(store, OPERATOR, site.sites, github=[GITHUB])


def test_each_tells_what_it_found_and_cost_and_what_could_not_be_read(store):
    made(store, OutOfReach("acme/secret", "the token may not read it", "grant it Issues: read"))

    page = Dashboard(store).get("/audits").text

    for words in ("7 error", ">4<", ">2<", "50 %", "120 issues", "6 requests", "1 place could not be read"):
        assert words in page.replace("\u00a0", " ")
    assert "acme/secret</b> cannot be read: the token may not read it. Grant it Issues: read." in page


def test_places_that_the_viewer_may_not_know_of_are_left_out(store):
    made(store, OutOfReach("acme/secret", "forbidden"))
    groups = [{"containers": ["github:acme/secret"], "viewers": ["group:few"]}]

    mia = Dashboard(store, VIEWER, visibility=groups)

    for path in ("/audits", "/api/v1/audits"):
        assert "acme/secret" not in mia.get(path).text
        assert "acme/secret" in Dashboard(store).get(path).text


def test_words_of_a_tracker_are_text(store):
    made(store, OutOfReach("acme/web", HOSTILE, HOSTILE))

    assert "<script>alert" not in Dashboard(store).get("/audits").text


def test_who_may_act_begins_one_which_is_logged(store, connected):
    _site, pages = connected

    answer = pages.post("/audits", full="yes")

    assert (answer.status_code, answer.headers["location"]) == (303, "/audits?done=audit")
    with reading(store) as connection:
        [audit], [deed] = audits.latest(connection, 9), deeds.latest(connection)
        [sweep] = sweeps.passages(connection)
    assert (audit.asked_by, sweep.is_under_way) == ("page", True)
    assert (deed.who, deed.what, deed.about) == ("openid:ada", "began an audit", f"audit {audit.id}")


def test_who_may_only_look_begins_none_and_sees_no_button(store, connected):
    site, _ = connected
    mia = Dashboard(store, VIEWER, site.sites)

    assert "<button>Audit now" not in mia.get("/audits").text
    assert mia.post("/audits").status_code == 403
    with reading(store) as connection:
        assert audits.latest(connection, 9) == []


def test_where_nothing_can_be_read_none_begins(store):
    assert Dashboard(store).post("/audits").status_code == 409
    assert "No site is connected" in Dashboard(store).get("/audits").text


def test_the_one_under_way_tells_how_far_it_has_come(store, connected):
    _site, pages = connected
    pages.post("/audits")
    with changing(store) as (connection, _):
        [sweep] = sweeps.passages(connection)
        sweeps.advance(connection, sweep, "next", Count(issues=30, requests=1, left=90))

    page = pages.get("/audits").text

    assert 'max="120" value="30"' in page
    assert "30 in 1 request, 90 to come" in page
    assert '<noscript><meta http-equiv="refresh"' in page


def test_progress_comes_as_events_until_the_audit_has_ended(store, connected):
    site, pages = connected
    begun = Auditing(store, Decisions(Settings(github=[GITHUB])), site.sites).begin(
        Order(sites=(SITE,), asked_by="page"), time.time()
    )

    first = asyncio.run(events(store, begun.id, 2))[1]
    with store.begin() as connection:
        audits.end(connection, begun.id, outcome(), None, time.time())

    kind, data = first.removesuffix("\n\n").split("\n")
    assert kind == "event: progress"
    [one] = json.loads(data.removeprefix("data: "))
    assert (one["site"], one["says"]) == (SITE, "reading every open issue: 0 in 0 requests")
    answer = pages.get(f"/audits/{begun.id}/progress")
    assert (answer.headers["content-type"].partition(";")[0], "event: ended" in answer.text) == (
        "text/event-stream",
        True,
    )


async def events(store, number, count):
    """The first few of them."""
    found = []
    async for event in told(store, number):
        found.append(event.decode())
        if len(found) == count:
            break
    return found


@pytest.mark.parametrize("number", ["7", "99999999999999999999"])
def test_there_is_no_progress_of_what_is_no_audit(store, number):
    assert Dashboard(store).get(f"/audits/{number}/progress").status_code == 404


def test_a_paused_sweep_says_until_when_it_waits(store, connected):
    _site, pages = connected
    pages.post("/audits")
    with changing(store) as (connection, _):
        [sweep] = sweeps.passages(connection)
        sweeps.pause(connection, sweep, 5000.0, "its limit is used up")
        [audit] = audits.latest(connection, 1)

    with reading(store) as connection:
        [one] = progress_of(connection, audit, 4000.0)
        [later] = progress_of(connection, audit, 6000.0)

    assert "waits until 01:23:20 UTC: its limit is used up" in one.says
    assert "waits" not in later.says


def test_older_ones_are_on_further_pages(store):
    for _ in range(25):
        made(store)

    first = Dashboard(store).get("/audits").text

    assert 'rel="next" href="/audits?below=6"' in first
    assert "Newest audits" in Dashboard(store).get("/audits?below=6").text
    assert Dashboard(store).get("/audits?below=x").status_code == 400
