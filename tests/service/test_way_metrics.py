"""Requests to trackers are counted by site and by how they were answered, beside what is left of the limits."""

import asyncio

import pytest
from prometheus_client.registry import CollectorRegistry

from connectors.contract import Unavailable
from connectors.scanning import Sweep, Wanted
from connectors.simulator.github import failures, simulated_github
from connectors.simulator.jira import simulated_jira
from service.settings import load
from service.way_metrics import ways_told
from service.wiring import sites_of

CONFIGURATION = """
[[github]]
name = "acme"
api_url = "{hub.api_url}"
organizations = ["acme"]
token = "{hub.bot_token}"

[[jira]]
name = "acme"
url = "{desk.address}"
email = "{desk.bot_email}"
token = "{desk.bot_token}"
"""


class Told:
    def __init__(self, ways):
        self.ways = ways

    def collect(self):
        return ways_told(self.ways)


@pytest.fixture
def trackers():
    with simulated_github() as hub, simulated_jira() as desk:
        hub.person("mia").opens("acme/web", "Checkout")
        desk.person("mia", writes=("WEB",)).opens("WEB", "Checkout")
        yield hub, desk


@pytest.fixture
def figures(trackers, tmp_path):
    """Sweeps both sites and returns what is told: the value of a name and labels."""
    hub, desk = trackers
    path = tmp_path / "detour.toml"
    path.write_text(CONFIGURATION.format(hub=hub, desk=desk))

    def swept():
        settings = load(path)
        asyncio.run(sweep(sites_of(settings).by_name.values()))
        registry = CollectorRegistry()
        registry.register(Told(settings.ways))
        return registry.get_sample_value

    return swept


async def sweep(sites):
    for site in sites:
        try:
            async for _ in site.client.scan(Sweep(wanted=Wanted.OPEN)):
                continue
        except Unavailable:
            pass
        await site.close()


def test_what_was_asked_is_counted_with_what_is_left(trackers, figures):
    hub, desk = trackers

    value = figures()

    for site, requests in (("github/acme", hub.requests), ("jira/acme", desk.requests)):
        labels = {"site": site, "outcome": "ok"}
        assert value("detour_api_requests_total", labels) == len(requests) > 0
    graphql = {"site": "github/acme", "resource": "graphql"}
    assert value("detour_api_limit", graphql) == 5000
    assert (
        value("detour_api_limit_remaining", graphql)
        == 5000 - hub.api.limits.of("detour-bot", "graphql", hub.world.now()).used
    )


def test_refusals_and_silence_are_counted_apart(trackers, figures):
    hub, desk = trackers
    hub.fails(failures.secondary_limit(7))
    desk.fails(failures.dropped())

    value = figures()

    assert value("detour_api_requests_total", {"site": "github/acme", "outcome": "limited"}) == 1
    assert value("detour_api_requests_total", {"site": "jira/acme", "outcome": "unanswered"}) == 1
    assert value("detour_api_requests_total", {"site": "jira/acme", "outcome": "ok"}) is None
