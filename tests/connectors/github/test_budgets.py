"""Whoever reads of GitHub keeps to its limits: those that it tells, those that it does not, and pauses."""

import asyncio

import httpx
import pytest
import respx

from connectors.contract import Unavailable
from connectors.github.client import GitHubClient
from connectors.github.credentials import TokenCredentials
from connectors.github.sweeps import Sweeping
from tests.connectors.github.asking import API, ISSUES, NOW, github, nodes

ISSUE = github("acme/web#1")
SECONDARY = httpx.Response(
    403, json={"message": "You have exceeded a secondary rate limit."}, headers={"retry-after": "7"}
)
LIMITED = httpx.Response(
    200,
    json={"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]},
    headers={"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 90)},
)


@pytest.fixture
def mocked():
    with respx.mock(base_url=API, assert_all_called=False) as router:
        yield router


def told(remaining, resource):
    told = {"limit": "5000", "remaining": str(remaining), "reset": str(int(NOW) + 90), "resource": resource}
    return {f"x-ratelimit-{name}": value for name, value in told.items()}


def waits(*uses):
    """For how long each is put off, 0 where it is answered; and what was sent."""

    async def run():
        client = GitHubClient(ISSUES, TokenCredentials("canary"), API, Sweeping(("acme",), 0.5), now=lambda: NOW)
        found = []
        try:
            for use in uses:
                try:
                    await use(client)
                    found.append(0)
                except Unavailable as unavailable:
                    found.append(unavailable.retry_after)
        finally:
            await client.close()
        return found, client.requests

    return asyncio.run(run())


def may_write(client):
    return client.may_write(ISSUE, "github:@mia")


def may_write_unhurried(client):
    return may_write(client.unhurried)


def query(client):
    return client._reads.query("acme", "{ viewer { login } }", {})


def query_unhurried(client):
    return query(client.unhurried)


def test_what_nobody_waits_for_leaves_half_of_each_hour_to_others(mocked):
    mocked.get(url__regex=".*/permission").respond(json={"permission": "read"}, headers=told(2499, "core"))
    mocked.post("/graphql").respond(json=nodes(), headers=told(2500, "graphql"))

    assert waits(may_write, query, may_write_unhurried, query_unhurried, may_write) == ([0, 0, 90, 0, 0], 4)


def test_what_is_used_up_is_asked_for_by_nobody(mocked):
    mocked.post("/graphql").respond(json=nodes(), headers=told(0, "graphql"))
    mocked.get(url__regex=".*/permission").respond(json={"permission": "read"})

    assert waits(query, query, may_write) == ([0, 90, 0], 2)


def test_rest_requests_of_a_minute_are_counted_though_nothing_tells_them(mocked):
    mocked.get(url__regex=".*/permission").respond(json={"permission": "read"})

    found, sent = waits(*[may_write_unhurried] * 451, may_write)

    assert (set(found[:450]), found[450:], sent) == ({0}, [60, 0], 451)


def test_a_secondary_limit_is_kept_by_all_and_one_of_queries_by_queries(mocked):
    mocked.get(url__regex=".*/permission").mock(
        side_effect=[httpx.Response(200, json={"permission": "read"}), SECONDARY]
    )
    mocked.post("/graphql").mock(side_effect=[LIMITED])

    found, sent = waits(query, query_unhurried, may_write, may_write, may_write, query)

    assert (found, sent) == ([90, 90, 0, 7, 7, 90], 3)
