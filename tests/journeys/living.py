"""Detour beside a made-up GitHub: real HTTP both ways, a real store, and the wiring of ``detour serve``."""

import threading
import time
from contextlib import contextmanager

import pytest
import uvicorn
from sqlalchemy import select

from connectors.simulator.github import simulated_github
from service.app import Pipeline, make_app
from service.pipeline.decisions import Decisions
from service.settings import load
from service.store import work
from service.store.connection import reading
from service.store.deliveries import Deliveries, DeliveryState
from service.store.tables import issue as issue_table
from service.store.verdicts import verdicts_on
from service.wiring import receiving, sites_of

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


def configuration(hub, *, mode="live", token=True, more=""):
    """The text of a ``detour.toml`` for an organisation of two teams."""
    credentials = f'token = "{hub.bot_token}"' if token else ""
    return CONFIGURATION.format(api_url=hub.api_url, secret=SECRET, credentials=credentials, mode=mode, more=more)


class Detour:
    """A service that runs on a store. ``settled`` waits until nothing is left to be done."""

    def __init__(self, hub, engine, address):
        self.hub, self.engine, self.address = hub, engine, address

    def settled(self, seconds=30):
        """Until every webhook is answered, heard, read, judged and spoken of."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.hub.settled(seconds)
            if not self.busy():
                return
            time.sleep(0.01)
        raise AssertionError(f"still busy after {seconds} s: {self.busy()}")

    def until(self, happened, seconds=20):
        """Waits for something that leaves work undone."""
        deadline = time.monotonic() + seconds
        while not happened():
            assert time.monotonic() < deadline
            time.sleep(0.01)

    def busy(self):
        new = Deliveries(self.engine).counts()[DeliveryState.NEW]
        return {"deliveries": new} if new else work.counts(self.engine)

    def verdict(self, ref):
        with reading(self.engine) as connection:
            wanted = select(issue_table.c.id).where(issue_table.c.ref == ref)
            [one] = connection.execute(wanted).scalars()
            return verdicts_on(connection, [one]).get(one)


@contextmanager
def serving(hub, engine, path, *, seconds_between_writes=0.0, **choices):
    """A service in a thread of this process, which receives the webhooks of ``hub``."""
    path.write_text(configuration(hub, **choices))
    settings = load(path, {})
    sites = sites_of(settings, seconds_between_writes=seconds_between_writes)
    app = make_app(engine, receiving(settings, sites), Pipeline(sites, Decisions(settings)))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive()
        time.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Detour(hub, engine, f"http://127.0.0.1:{port}")
    finally:
        server.should_exit = True
        thread.join(30)
        assert not thread.is_alive()


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
