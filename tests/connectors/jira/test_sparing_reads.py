"""What is read by scans, beside a client that hurries, of a Jira that is made of prepared answers."""

import asyncio

import httpx
import pytest
import respx

from connectors.contract import Facet, Unavailable
from connectors.jira.client import JiraClient
from connectors.jira.credentials import JiraCredentials
from connectors.jira.dialect import JiraDialect
from connectors.jira.flavors import DataCenter
from connectors.jira.issues import JiraIssues
from tests.connectors.jira.asking import NOW, SERVER, SITES, URL, document, touched

BUCKET = {"x-ratelimit-limit": "20", "x-ratelimit-fillrate": "1", "x-ratelimit-interval-seconds": "2"}
LINKED = [touched(f"PAY-{number}", str(number), Facet.REMOTE) for number in range(1, 31)]


class Server:
    """Answers for thirty issues, and tells each time what is left of a bucket of twenty requests."""

    def __init__(self, router):
        self.left = 20
        router.post(f"{SERVER}/search").mock(side_effect=self.issues)
        router.get(url__regex=r".*/remotelink").mock(side_effect=lambda _: self.answer([]))

    def issues(self, _):
        found = [document(one.ref.text, one.vendor_id) for one in LINKED]
        return self.answer({"issues": found, "total": len(found)})

    def answer(self, told):
        self.left -= 1
        return httpx.Response(200, json=told, headers={**BUCKET, "x-ratelimit-remaining": str(self.left)})


@pytest.fixture
def server():
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        yield Server(router)


def asked(use):
    async def run():
        issues = JiraIssues(JiraDialect(name="jira/acme", url=URL), SITES)
        client = JiraClient(issues, JiraCredentials("canary"), DataCenter(), now=lambda: NOW)
        try:
            return await use(client)
        finally:
            await client.close()

    return asyncio.run(run())


def test_what_nobody_waits_for_leaves_half_of_the_bucket_to_others(server):
    looks = asked(lambda client: client.unhurried.read(LINKED))

    late = {look.retry_after for look in looks if look.late}
    assert server.left == 10
    assert (sum(not look.late for look in looks), late) == (9, {10})


def test_what_somebody_waits_for_may_take_all_of_it(server):
    looks = asked(lambda client: client.read(LINKED[:19]))

    assert (server.left, any(look.late for look in looks)) == (0, False)


@pytest.mark.usefixtures("server")
def test_requests_of_both_are_counted_apart():
    async def both(client):
        unhurried = client.unhurried
        await client.read(LINKED[:2])
        await unhurried.read(LINKED[:3])
        return unhurried.requests, client.requests

    assert asked(both) == (4, 7)


def test_after_a_refusal_neither_is_asked_for():
    async def read(client):
        with pytest.raises(Unavailable):
            await client.read([touched("PAY-1")])
        with pytest.raises(Unavailable) as caught:
            await client.unhurried.read([touched("PAY-1")])
        return caught.value.retry_after, client.requests

    with respx.mock(base_url=URL) as router:
        router.post(f"{SERVER}/search").respond(429, headers={"retry-after": "7"})
        assert asked(read) == (7, 1)
