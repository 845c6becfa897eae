"""A made-up Jira with its pages, of either flavor."""

from contextlib import contextmanager

import httpx

from connectors.simulator.jira import simulated_jira

ATTACK = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b onclick=x>"


@contextmanager
def visited(flavor="cloud"):
    """The desk, and where its pages are."""
    with simulated_jira(flavor=flavor) as desk:
        yield desk, desk


def sends(desk, method, path, json=None, **options):
    """What a program sends to the API as the bot."""
    if desk.flavor == "cloud":
        options["auth"] = (desk.bot_email, desk.bot_token)
    else:
        options["headers"] = {"Authorization": f"Bearer {desk.bot_token}"}
    return httpx.request(method, f"{desk.address}/rest/api/2{path}", json=json, **options)
