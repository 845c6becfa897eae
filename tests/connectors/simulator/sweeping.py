"""Sweeps the simulator as the service does: page by page, each with where to go on."""

import asyncio

from connectors.contract import Unavailable
from connectors.github.client import GitHubClient
from connectors.github.sweeps import Sweeping
from connectors.scanning import Sweep, Wanted
from tests.connectors.simulator.asking import by_token, issues_of

ACME = Sweeping(("acme",))
ENDLESS = 1000


def client_of(hub, sweeping=ACME, credentials=None):
    """Detour's own client."""
    return GitHubClient(issues_of(hub), credentials or by_token(hub), hub.api_url, sweeping, now=hub.seconds)


def swept(hub, wanted=Wanted.OPEN, since=None, resume="", *, after=lambda _: None, **how):
    """All pages of a sweep. ``after`` is called behind each."""

    async def run(client):
        pages = []
        async for page in client.scan(Sweep(wanted=wanted, since=since, resume=resume)):
            pages.append(page)
            after(page)
        return pages

    return _ran(run, client_of(hub, **how))


def next_page(hub, resume="", wanted=Wanted.OPEN, since=None, **how):
    """The next page of a sweep, by a client that knows nothing else; ``None`` at its end."""

    async def run(client):
        return await anext(client.scan(Sweep(wanted=wanted, since=since, resume=resume)), None)

    return _ran(run, client_of(hub, **how))


def persisted(hub, wanted=Wanted.OPEN, *, client=None, after=lambda _: None, between=lambda _: None):
    """All pages of a sweep by one client that goes on after each failure, and the failures. ``between`` takes each."""

    async def run(client):
        pages, failures = [], []
        for _ in range(ENDLESS):
            sweep = Sweep(wanted=wanted, resume=pages[-1].resume if pages else "")
            try:
                async for page in client.scan(sweep):
                    pages.append(page)
                    after(page)
            except Unavailable as unavailable:
                failures.append(unavailable)
                between(unavailable)
            else:
                return pages, failures
        raise AssertionError("the sweep does not end")

    return _ran(run, client or client_of(hub))


def _ran(run, client):
    async def runs():
        try:
            return await run(client)
        finally:
            await client.close()

    return asyncio.run(runs())


def looks_in(pages):
    """The looks of all pages, in their order."""
    return [look for page in pages for look in page.looks]


def issues_in(pages):
    """The addresses of the issues of all pages, in their order."""
    return [look.ref.text for look in looks_in(pages)]


def hidden_in(pages):
    """What is out of reach, by its name."""
    return {one.container: one for page in pages for one in page.out_of_reach}
