"""Sweeps the simulator as the service does: page by page, each with where to go on."""

import asyncio

from connectors.github.client import GitHubClient
from connectors.github.sweeps import Sweeping
from connectors.scanning import Sweep, Wanted
from tests.connectors.simulator.asking import by_token, issues_of

ACME = Sweeping(("acme",))


def swept(hub, wanted=Wanted.OPEN, since=None, resume="", **how):
    """All pages of a sweep; ``after`` is called behind each."""
    return asyncio.run(_swept(hub, Sweep(wanted=wanted, since=since, resume=resume), **how))


async def _swept(hub, sweep, *, sweeping=ACME, credentials=None, after=lambda _: None):
    client = client_of(hub, sweeping, credentials)
    pages = []
    try:
        async for page in client.scan(sweep):
            pages.append(page)
            after(page)
    finally:
        await client.close()
    return pages


def client_of(hub, sweeping=ACME, credentials=None):
    """Detour's own client."""
    return GitHubClient(issues_of(hub), credentials or by_token(hub), hub.api_url, sweeping, now=hub.seconds)


def issues_in(pages):
    """The addresses of the issues of all pages, in their order."""
    return [look.ref.text for page in pages for look in page.looks]


def hidden_in(pages):
    """What is out of reach, and why."""
    return {one.container: one for page in pages for one in page.out_of_reach}
