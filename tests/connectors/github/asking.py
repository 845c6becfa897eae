"""Asks a client whose GitHub is made of prepared answers."""

import asyncio

import httpx

from connectors.github.client import GitHubClient
from connectors.github.credentials import TokenCredentials
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from rules.addresses import Addresses, Site
from rules.model import Ref

API, NOW = "https://api.github.com", 1_800_000_000.0
SITES = Addresses([Site("github/acme", "github.com", ("acme",))])
ISSUES = GitHubIssues(GitHubDialect(name="github/acme"), SITES)


def github(text):
    return Ref("github/acme", text)


def nodes(*found, errors=()):
    return {"data": {"nodes": list(found)}} | ({"errors": list(errors)} if errors else {})


def ask(method, *arguments, credentials=None):
    async def run():
        client = GitHubClient(ISSUES, credentials or TokenCredentials("canary"), API, now=lambda: NOW)
        try:
            return await getattr(client, method)(*arguments)
        finally:
            await client.close()

    return asyncio.run(run())


def answering(mocked, *answers):
    """GraphQL answers, one after the other."""
    return mocked.post("/graphql").mock(side_effect=[httpx.Response(200, json=answer) for answer in answers])
