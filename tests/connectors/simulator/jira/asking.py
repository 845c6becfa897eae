"""Asks the made-up Jira as Detour does, with its real client, and as any program does."""

import asyncio

import httpx

from connectors.contract import Facet, Touched
from connectors.jira.client import JiraClient
from connectors.jira.credentials import JiraCredentials
from connectors.jira.dialect import JiraDialect
from connectors.jira.flavors import Cloud, DataCenter
from connectors.jira.issues import JiraIssues
from connectors.jira.payloads import JiraConnector
from rules.addresses import Addresses, Site
from rules.model import Ref
from tests.connectors.simulator.asking import NO_TLS

SITE, SECRET = "jira/acme", "It's a Secret to Everybody"
MARK = "v1 verdict 1 abc"


def ref(issue):
    return Ref(SITE, issue if isinstance(issue, str) else issue.ref)


def touched(issue, *more, by_id=False):
    facets = frozenset({Facet.CORE, Facet.LINKS, *more})
    return Touched(ref(issue), "" if isinstance(issue, str) or not by_id else str(issue.id), facets=facets)


def issues_of(desk):
    addresses = Addresses([Site(SITE, desk.address.removeprefix("http://"), tuple(desk.world.projects))])
    return JiraIssues(JiraDialect(name=SITE, url=desk.address), addresses)


def connector(desk, secret=SECRET, path_token=""):
    return JiraConnector(issues_of(desk), (secret,), path_token=path_token)


def credentials_of(desk, person=None):
    who = (person or desk.bot).account
    return JiraCredentials(who.token, who.email if desk.flavor == "cloud" else "")


def account_of(desk, login):
    """As Detour names somebody."""
    return f"jira:{desk.world.account(login).id if desk.flavor == 'cloud' else login}"


def ask(desk, method, *arguments, credentials=None):
    async def run():
        flavor = Cloud() if desk.flavor == "cloud" else DataCenter()
        client = JiraClient(
            issues_of(desk), credentials or credentials_of(desk), flavor, seconds_between_writes=0, now=desk.seconds
        )
        try:
            return await getattr(client, method)(*arguments)
        finally:
            await client.close()

    return asyncio.run(run())


def rest(desk, method, path, person=None, *, version=2, **sent):
    """One request of somebody, the bot if nobody is named."""
    who = person or desk.bot
    if desk.flavor == "cloud":
        sent["auth"] = (who.account.email, who.token)
    else:
        sent["headers"] = {"Authorization": f"Bearer {who.token}"}
    return httpx.request(method, f"{desk.address}/rest/api/{version}{path}", verify=NO_TLS, **sent)


def document(*lines):
    """A text as version 3 takes it."""
    content = [{"type": "paragraph", "content": [{"type": "text", "text": line}]} for line in lines]
    return {"version": 1, "type": "doc", "content": content}
