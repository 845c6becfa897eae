"""What is configured of a site is what its client works with."""

import asyncio

import pytest

from connectors.contract import Unavailable
from connectors.scanning import Sweep, Wanted
from connectors.simulator.github import simulated_github
from service.settings import Settings, SettingsError, load
from service.wiring import sites_of

CONFIGURATION = """
[[github]]
name = "acme"
api_url = "{api_url}"
organizations = ["acme"]
token = "{token}"
scan_share = {share}
"""


@pytest.mark.parametrize(("share", "pages"), [(0.5, 2), (0.1, 1)])
def test_scans_go_through_the_organizations_and_take_their_share(tmp_path, share, pages):
    with simulated_github() as hub:
        hub.person("mia").opens("acme/web", "Checkout")
        hub.api.limits.hourly = 10
        path = tmp_path / "detour.toml"
        path.write_text(CONFIGURATION.format(api_url=hub.api_url, token=hub.bot_token, share=share))
        site = sites_of(load(path)).by_name["github/acme"]

        assert asyncio.run(scanned(site.client)) == pages


async def scanned(client):
    """How many pages come before the client wants to wait."""
    pages = client.scan(Sweep(wanted=Wanted.OPEN))
    count = 0
    try:
        while await anext(pages, None) is not None:
            count += 1
    except Unavailable:
        return count
    finally:
        await client.close()
    return count


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("github", {"name": "acme", "token": "t"}),
        ("jira", {"name": "acme", "url": "https://acme.example", "flavor": "datacenter", "token": "t"}),
    ],
)
@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_are_none_are_told_at_the_start_with_the_key(tmp_path, table, kind, content):
    bundle = tmp_path / "bundle.pem"
    if content is not None:
        bundle.write_text(content)

    with pytest.raises(SettingsError, match=f"{kind} acme: ca_bundle: .*bundle.pem cannot be read"):
        sites_of(Settings.model_validate({kind: [{**table, "ca_bundle": str(bundle)}]}))
