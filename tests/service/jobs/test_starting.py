"""A store that is away when a process begins is waited for, and told in a line: never in a traceback."""

import asyncio
import hashlib
import hmac
import time
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import create_engine, make_url

from service.app import Pipeline, make_app
from service.inbox import Tally
from service.jobs.cluster import Cluster
from service.jobs.lanes import Workplace
from service.jobs.queue import Pace
from service.jobs.starting import Starting
from service.outgoing.sending import Sender
from service.pipeline.decisions import Decisions
from service.serving import serving
from service.settings import Settings
from service.store.connection import open_store
from service.store.deliveries import Deliveries, DeliveryState
from service.wiring import receiving, sites_of
from tests.fuzz.target import SECRET, SETTINGS

PATIENCE = 30


@pytest.fixture
def away(postgres_url, postgres_store, monkeypatch):
    """Keeps everybody out of a database: a context, to be left when it is back."""
    monkeypatch.setattr("service.jobs.starting.FIRST_SECONDS", 0.05)
    admin = create_engine(make_url(postgres_url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    name = make_url(postgres_store).database

    def allows(answer):
        with admin.connect() as connection:
            connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {answer}")

    @contextmanager
    def nobody_connects():
        allows("false")
        try:
            yield
        finally:
            allows("true")

    yield nobody_connects
    admin.dispose()


def webhook(url):
    """The status that a signed one is answered with."""
    body = b"{}"
    digest = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"x-github-event": "ping", "x-github-delivery": "1", "x-hub-signature-256": f"sha256={digest}"}
    return httpx.post(f"{url}/webhooks/github/acme", content=body, headers=headers, trust_env=False).status_code


def wired(runner, url):
    settings = Settings.model_validate(SETTINGS | {"jobs": {"runner": runner}, "store": {"url": url}})
    sites = sites_of(settings)
    return settings, sites


@pytest.mark.parametrize("runner", ["embedded", "cluster"])
def test_a_server_waits_and_works_as_soon_as_the_store_is_there(postgres_store, away, runner, capfd):
    settings, sites = wired(runner, postgres_store)
    engine = open_store(postgres_store)
    with away():
        app = make_app(engine, receiving(settings, sites), Pipeline(sites, Decisions(settings)))
        server = serving(app)
        url = server.__enter__()
        alive, ready = (httpx.get(f"{url}/{path}", trust_env=False) for path in ("healthz", "readyz"))
        refused = webhook(url)
    try:
        until(lambda: httpx.get(f"{url}/readyz", trust_env=False).status_code == 200)
        taken = webhook(url)
        if runner == "embedded":
            until(lambda: Deliveries(engine).counts()[DeliveryState.KEPT] == 0)
    finally:
        server.__exit__(None, None, None)
        engine.dispose()

    assert (alive.status_code, ready.status_code, refused, taken) == (200, 503, 503, 200)
    shown = capfd.readouterr()
    assert "store_awaited" in shown.out
    assert "Traceback" not in shown.out + shown.err


def test_a_worker_waits_and_works_as_soon_as_the_store_is_there(postgres_store, away):
    async def lived():
        settings, sites = wired("cluster", postgres_store)
        engine = open_store(postgres_store)
        place = Workplace(engine, Deliveries(engine), sites, Decisions(settings), Tally(), lambda: None, Sender.make())
        worker, other = Starting(Cluster(place, Pace())), Starting(Cluster(place, Pace()))
        with away():
            await worker.start(time.time())
            await other.start(time.time())
            told = worker.ended()
            await other.stop()  # one that is told to stop does not wait any longer
        deadline = time.monotonic() + PATIENCE
        while not worker.started:
            assert time.monotonic() < deadline
            await asyncio.sleep(0.02)
        afterwards = worker.ended()
        await worker.stop()
        engine.dispose()
        return told, afterwards, other.started

    assert asyncio.run(lived()) == (["the lanes, which wait for the store"], [], False)


@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_store_that_cannot_be_upgraded_is_told_in_one_line(detour, tmp_path, command):
    path = tmp_path / "detour.toml"
    path.write_text('[store]\nurl = "postgresql://nobody@127.0.0.1:1/detour"\n[jobs]\nrunner = "cluster"\n')

    status, _, said = detour(command, "--config", path)

    assert status == 2
    assert said.count("\n") == 1
    assert "the store cannot be reached" in said


def until(happened):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.02)
