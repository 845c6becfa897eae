"""Asks an application as browsers and programs do, without a server."""

import asyncio

import httpx

BROWSER = {"accept": "text/html,application/xhtml+xml"}


def ask(app, path="/", method="GET", *, base="http://127.0.0.1:8000", client="127.0.0.1", **given):
    """The answer to one request; redirects are not followed."""

    async def asked():
        transport = httpx.ASGITransport(app=app, client=(client, 50_000))
        async with httpx.AsyncClient(transport=transport, base_url=base) as asking:
            return await asking.request(method, path, **given)

    return asyncio.run(asked())
