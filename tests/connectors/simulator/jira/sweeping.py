"""Sweeps the made-up Jira as the service does: page by page, and on after whatever comes between."""

import asyncio
from contextlib import asynccontextmanager

from connectors.contract import Unavailable
from connectors.jira.client import JiraClient
from connectors.jira.dialect import JiraDialect
from connectors.jira.flavors import Cloud, DataCenter
from connectors.jira.issues import JiraIssues
from connectors.scanning import Sweep, Wanted
from rules.addresses import Addresses, Site
from tests.connectors.simulator.jira.asking import SITE, credentials_of

PATIENCE = 200
OPEN = Sweep(wanted=Wanted.OPEN)


@asynccontextmanager
async def client_of(desk, *, projects=(), share=1.0, limits=None):
    """Detour's client, with these projects configured; without any, all that its account sees.

    ``limits`` take the place of what that kind of Jira allows.
    """
    addresses = Addresses([Site(SITE, desk.address.removeprefix("http://"), tuple(projects))])
    issues = JiraIssues(JiraDialect(name=SITE, url=desk.address), addresses)
    flavor = Cloud() if desk.flavor == "cloud" else DataCenter()
    flavor.limits = limits or flavor.limits
    client = JiraClient(issues, credentials_of(desk), flavor, scan_share=share, now=desk.seconds)
    try:
        yield client
    finally:
        await client.close()


def swept(desk, sweep=OPEN, **options):
    """The pages of one sweep, by one client."""

    async def run():
        async with client_of(desk, **options) as client:
            return [page async for page in client.scan(sweep)]

    return asyncio.run(run())


def swept_on(desk, sweep=OPEN, between=lambda: None, **options):
    """The pages of one sweep, each by a client of its own that goes on where the last one was; see ``between``."""
    pages = []

    async def step(resume):
        async with client_of(desk, **options) as client:
            going_on = Sweep(wanted=sweep.wanted, since=sweep.since, resume=resume)
            return await anext(client.scan(going_on), None)

    while (page := asyncio.run(step(pages[-1].resume if pages else ""))) is not None:
        pages.append(page)
        between()
    return pages


def swept_patiently(desk, sweep=OPEN, **options):
    """The pages of one sweep, by one client that comes back when it is told to; and how long it was told to wait."""
    pages, waits = [], []

    async def run():
        async with client_of(desk, **options) as client:
            while len(waits) < PATIENCE:
                resume = pages[-1].resume if pages else ""
                try:
                    async for page in client.scan(Sweep(wanted=sweep.wanted, since=sweep.since, resume=resume)):
                        pages.append(page)  # noqa: PERF401  # those before a limit count, too
                except Unavailable as unavailable:
                    waits.append(unavailable.retry_after)
                    desk.passes(seconds=unavailable.retry_after)
                else:
                    return
            raise AssertionError(waits)

    asyncio.run(run())
    return pages, waits


def refs(pages):
    """The issues on the pages, in their order."""
    return [look.facts.issue.ref.text for page in pages for look in page.looks]


def out_of_reach(pages):
    return {one.container: one for page in pages for one in page.out_of_reach}
