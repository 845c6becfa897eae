"""Detour beside a made-up GitHub: real HTTP both ways, a real store, and the wiring of ``detour serve``."""

import time
from contextlib import contextmanager

import pytest
from sqlalchemy import select

from connectors.simulator.github import simulated_github
from service.demonstration.stage import Stage, on_stage
from service.settings import load
from service.store.connection import reading
from service.store.tables import issue as issue_table
from service.store.verdicts import verdicts_on

SECRET = "journey-secret"
CONFIGURATION = """
[[github]]
name = "acme"
api_url = "{api_url}"
organizations = ["acme"]
webhook_secrets = ["{secret}"]
{credentials}
[teams.web]
owns = ["github:acme/web"]
[teams.payments]
owns = ["github:acme/pay"]
[comments]
mode = "{mode}"
{more}
"""


def configuration(hub, *, mode="live", token=True, app=None, more=""):
    """The text of a ``detour.toml`` for an organisation of two teams."""
    credentials = f'token = "{hub.bot_token}"' if token else ""
    if app is not None:
        credentials = f'app_id = {app.id}\nprivate_key = """{app.private_key}"""'
    return CONFIGURATION.format(api_url=hub.api_url, secret=SECRET, credentials=credentials, mode=mode, more=more)


class Detour(Stage):
    """A service that runs on a store, and what tests ask of it."""

    def until(self, happened, seconds=20):
        """Waits for something that leaves work undone."""
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def verdict(self, ref):
        with reading(self.engine) as connection:
            wanted = select(issue_table.c.id).where(issue_table.c.ref == ref)
            [one] = connection.execute(wanted).scalars()
            return verdicts_on(connection, [one]).get(one)


@contextmanager
def serving(hub, engine, path, *, seconds_between_writes=0.0, **choices):
    """A service in a thread of this process, which may receive the webhooks of ``hub``."""
    path.write_text(configuration(hub, **choices))
    with on_stage(hub, engine, load(path, {}), seconds_between_writes=seconds_between_writes) as stage:
        yield Detour(stage.hub, stage.engine, stage.address)


@pytest.fixture
def hub():
    with simulated_github() as hub:
        yield hub


@pytest.fixture
def live(hub, store, tmp_path):
    """A live service, and the webhooks of the organisation go to it."""
    with serving(hub, store, tmp_path / "detour.toml") as live:
        hub.webhook_to(f"{live.address}/webhooks/github/acme", SECRET)
        yield live
