"""Lines of the log say which delivery, issue, site and lane they are about."""

import asyncio
import io
import json

import pytest
import structlog

from service.jobs.lane import LaneRun
from service.jobs.speaking import Speaks
from service.logs import configure
from service.store.work import Lane, mark
from tests.service.pipeline.listening import SITE, listening

LOG = structlog.get_logger()


@pytest.fixture
def lines():
    """What was written to the log."""
    stream = io.StringIO()
    configure(stream)
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


class Leases:
    seconds = 60


class Job:
    async def work(self, _lease):
        await asyncio.to_thread(LOG.info, "worked")
        LOG.info("elsewhere", site="jira/other")
        return False


def test_whatever_a_lane_writes_names_its_site_and_lane(lines):
    run = LaneRun("github/acme", "judge", Job(), Leases())
    asyncio.run(run._worked(None))
    LOG.info("outside")

    told = [{key: line.get(key) for key in ("event", "site", "lane")} for line in lines()]
    assert told == [
        {"event": "worked", "site": "github/acme", "lane": "judge"},
        {"event": "elsewhere", "site": "jira/other", "lane": "judge"},
        {"event": "outside", "site": None, "lane": None},
    ]


def test_what_is_said_on_an_issue_names_its_row(store, lines):
    class Speaking:
        engine, client = store, Client()

        async def speak(self, *_):
            LOG.info("spoke")

    with listening(store, readable=True) as site:
        site.knows({"acme/web#1": "1"})
        row = site.row("acme/web#1")
    with store.begin() as connection:
        mark(connection, Lane.SPEAK, [row], 0.0)
    asyncio.run(Speaks(Speaking(), SITE, lambda: None).work(None))

    assert [(line["event"], line["issue_row"]) for line in lines()] == [("spoke", row)]


class Client:
    pause = 0.0


def test_a_delivery_that_was_heard_names_the_issues_that_it_is_about(store, lines):
    with listening(store, readable=True) as site:
        site.hears("issues", opened("acme/web", 12), b"{}")

    told = [(line["event"], line["delivery"], line.get("issues")) for line in lines()]
    assert ("heard", "id-1", ["acme/web#12"]) in told
    assert ("delivery_failed", "id-2", None) in told


def opened(repository, number):
    """A payload with what is needed to tell which issue it is about."""
    where = {"full_name": repository, "html_url": f"https://github.com/{repository}"}
    url = f"https://github.com/{repository}/issues/{number}"
    issue = {"number": number, "id": 900 + number, "node_id": "I_1", "title": "t", "html_url": url, "state": "open"}
    return json.dumps({"action": "opened", "issue": issue, "repository": where}).encode()
