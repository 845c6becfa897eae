"""Which teams have feeds; what these tell is tried on living trackers in the journeys."""

import asyncio

import httpx
import pytest
from starlette.applications import Starlette

from service.feeds import Feeds
from service.pipeline.decisions import Decisions
from service.settings import Settings
from tests.service.dashboards import keep
from tests.service.overview.drawn import planned


@pytest.fixture
def feeds(store):
    """Asks for the feeds of a store in which a survey knew the shop, and where the legal team is configured."""
    keep(store, planned("SHOP-1").open("PAY-1").waits("SHOP-1", "PAY-1"))
    settings = Settings(teams={"legal": {"name": "Legal", "owns": ["jira:LAW"]}})
    transport = httpx.ASGITransport(app=Starlette(routes=Feeds(store, Decisions(settings)).routes()))

    def get(path):
        return asyncio.run(asked(path))

    async def asked(path):
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    return get


@pytest.mark.parametrize("team", ["shop", "legal"])
def test_whatever_team_has_a_page_has_a_calendar(feeds, team):
    answer = feeds(f"/teams/{team}/decide-by.ics")

    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")


@pytest.mark.parametrize("path", ["/teams/nobody/decide-by.ics", "/teams/nobody/digest.md"])
def test_no_other_team_has_feeds(feeds, path):
    assert feeds(path).status_code == 404
