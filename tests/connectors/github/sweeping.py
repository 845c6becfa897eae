"""Sweeps of a GitHub that is made of prepared answers."""

import asyncio
import json
from datetime import UTC, datetime

import httpx

from connectors.contract import Unavailable
from connectors.github.client import GitHubClient
from connectors.github.credentials import TokenCredentials
from connectors.github.sweeps import Sweeping
from connectors.scanning import Sweep, Wanted
from tests.connectors.github.asking import API, ISSUES, NOW

ACME = Sweeping(("acme",))
LAST = {"hasNextPage": False, "endCursor": None}
SINCE = datetime(2026, 11, 1, 12, tzinfo=UTC)


def connection(*nodes, ending=LAST):
    return {"nodes": list(nodes), "pageInfo": ending}


def labelled(*marked):
    marks = connection(*({"id": one} for one in marked))
    return {"marked": marks, "exact": {"name": "fallback"}, "spelled": connection({"name": "fallback"})}


def listing(counts, *, hidden=(), ending=LAST, errors=(), **fields):
    """A page of repositories with so many issues each; the ``counted`` of the hidden ones is null."""
    named = [{"id": f"R_{name}", "nameWithOwner": name, "hasIssuesEnabled": True} | fields for name in counts]
    counted = [
        None if name in hidden else {"id": f"R_{name}", "issues": {"totalCount": count}} | labelled()
        for name, count in counts.items()
    ]
    owner = {"named": connection(*named, ending=ending), "counted": {"nodes": counted}}
    return said({"repositoryOwner": owner}, errors)


def said(data, errors=(), cost=4):
    told = {"data": data | {"rateLimit": {"cost": cost}}}
    return told | ({"errors": list(errors)} if errors else {})


def error(kind, message, *path):
    return {"type": kind, "path": list(path), "message": message} if kind else {"path": list(path), "message": message}


def issue(number, place="acme/web", **fields):
    none = connection()
    url = f"https://github.com/{place}/issues/{number}"
    times = {"createdAt": "2026-10-01T00:00:00Z", "updatedAt": "2026-11-02T00:00:00Z", "closedAt": None}
    links = {"labels": none, "assignees": none, "blockedBy": none, "subIssues": none, "parent": None}
    core = {"id": f"I_{number}", "databaseId": f"3000000{number:03}", "number": number, "url": url, "title": "T"}
    rest = {"body": "", "state": "OPEN", "stateReason": None, "milestone": None, "comments": {"totalCount": 2}}
    return core | {"repository": {"nameWithOwner": place}} | times | links | rest | fields


def place(*issues, name="acme/web", ending=LAST, **marks):
    return {"nameWithOwner": name, "issues": connection(*issues, ending=ending)} | (marks or labelled())


class Github:
    """Answers one query after the other, and remembers what was asked."""

    def __init__(self, mocked, *answers):
        ready = [
            one if isinstance(one, httpx.Response | httpx.HTTPError) else httpx.Response(200, json=one)
            for one in answers
        ]
        self.route = mocked.post("/graphql").mock(side_effect=ready)

    @property
    def asked(self):
        return [json.loads(call.request.content) for call in self.route.calls]

    def variables(self, at):
        return self.asked[at]["variables"]


def sweep(wanted=Wanted.OPEN, sweeping=ACME):
    """The pages until the end, or until something is raised, and that."""

    async def run(client):
        pages = client.scan(Sweep(wanted=wanted, since=SINCE))
        found = []
        try:
            while page := await anext(pages, None):
                found.append(page)
        except Unavailable as unavailable:
            return found, unavailable
        return found, None

    return with_client(run, sweeping)


def with_client(run, sweeping=ACME):
    """What a coroutine makes of a client."""

    async def runs():
        client = GitHubClient(ISSUES, TokenCredentials("canary"), API, sweeping, now=lambda: NOW)
        try:
            return await run(client)
        finally:
            await client.close()

    return asyncio.run(runs())
