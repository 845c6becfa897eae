"""Asks a client whose Jira is made of prepared answers."""

import asyncio

from connectors.contract import Facet, Touched
from connectors.jira.client import JiraClient
from connectors.jira.credentials import JiraCredentials
from connectors.jira.dialect import JiraDialect
from connectors.jira.flavors import Cloud, DataCenter
from connectors.jira.issues import JiraIssues
from rules.addresses import Addresses, Site
from rules.model import Ref

URL, NOW = "https://acme.atlassian.net", 1_800_000_000.0
SITES = Addresses([Site("jira/acme", "acme.atlassian.net", ("PAY",)), Site("github/acme", "github.com", ("acme",))])
CLOUD, SERVER = "/rest/api/3", "/rest/api/2"


def jira(text):
    return Ref("jira/acme", text)


def touched(text, number="", *more):
    return Touched(jira(text), number, facets=frozenset({Facet.CORE, *more}))


def document(key, number, **fields):
    """An issue as Jira prints it."""
    told = {"summary": f"Title of {key}", "status": {"statusCategory": {"key": "new"}}, "issuelinks": []}
    return {"id": str(number), "key": key, "fields": told | fields}


def ask(method, *arguments, url=URL, flavor=None):
    async def run():
        flavored = flavor or Cloud()
        email = "bot@acme.example" if isinstance(flavored, Cloud) else ""
        issues = JiraIssues(JiraDialect(name="jira/acme", url=url), SITES)
        credentials = JiraCredentials("canary", email)
        client = JiraClient(issues, credentials, flavored, seconds_between_writes=0, now=lambda: NOW)
        try:
            return await getattr(client, method)(*arguments)
        finally:
            await client.close()

    return asyncio.run(run())


def on_server(method, *arguments, **options):
    return ask(method, *arguments, flavor=DataCenter(), **options)
