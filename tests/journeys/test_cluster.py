"""Several machines: any number of workers, each lane in one at a time, and whoever dies is replaced."""

import signal
import threading
import time
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote

import httpx
import pytest
from sqlalchemy import text

from connectors.simulator.requests import Moment
from service.store.connection import reading
from tests.journeys.fleets import NEVER, fleet_beside, is_ready
from tests.journeys.organisation import Organisation
from tests.journeys.under_load import doubled, is_a_write
from tests.served import free_port

A_DAY = 86400
PATIENCE = 60


@pytest.fixture
def fleet(postgres_store, tracker, tmp_path):
    """``detour serve`` alone, and a tracker that tells it what happens."""
    with fleet_beside((tracker,), postgres_store, tmp_path / "detour.toml") as fleet:
        fleet.serves()
        yield fleet


def waits(tracker):
    """An organisation in which an issue waits."""
    acme = Organisation(tracker)
    acme.links()
    return acme


@contextmanager
def held_at_a_write(hub):
    """The first write of ours is done, and not answered before the context ends: what is told then has come."""
    written, go_on = threading.Event(), threading.Event()

    def hold(moment, asked):
        if moment is Moment.AFTER and asked.account == hub.bot.login and is_a_write(asked) and not written.is_set():
            written.set()
            go_on.wait(PATIENCE)

    stop_watching = hub.on_request(hold)
    try:
        yield written
    finally:
        go_on.set()
        stop_watching()


def leases(engine):
    """What is held by anybody."""
    with reading(engine) as connection:
        return connection.execute(text("SELECT site, lane FROM lease WHERE until > 0")).all()


def test_three_workers_say_what_one_process_says(fleet, tracker):
    for _ in range(3):
        fleet.works()
    acme = Organisation(tracker)
    issues = [acme.plans(tracker.web, f"Feature {number}") for number in range(3)]
    for issue in issues:
        acme.mia.blocks(issue, by=acme.blocker)

    fleet.detour.settled(PATIENCE)

    assert [len(acme.shown(issue)) for issue in issues] == [1, 1, 1]
    assert doubled((tracker.hub,)) == []


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_what_a_killed_worker_was_at_is_ended_by_another(fleet, tracker):
    fleet.works()
    fleet.works()
    with held_at_a_write(tracker.hub) as written:
        acme = waits(tracker)
        assert written.wait(PATIENCE)
        [home] = [worker for worker in fleet.workers if '"site_comes_home"' in worker.log.read_text()][-1:]
        home.kill()
        home.ends(10)

    fleet.detour.settled(PATIENCE)

    assert len(acme.shown()) == 1
    assert doubled((tracker.hub,)) == []


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_a_worker_that_is_told_to_stop_ends_the_steps_in_hand_and_gives_back_what_it_holds(fleet, tracker):
    worker = fleet.works()
    with held_at_a_write(tracker.hub) as written:
        acme = waits(tracker)
        assert written.wait(PATIENCE)
        worker.send_signal(signal.SIGTERM)
        fleet.detour.until(lambda: '"stopping"' in worker.log.read_text())

    assert worker.ends(30) == 0
    assert leases(fleet.detour.engine) == []
    assert half_said(fleet.detour.engine) == 0
    assert acme.shown() + acme.briefs()

    fleet.works()
    fleet.detour.settled(PATIENCE)
    assert [len(acme.shown()), len(acme.briefs())] == [1, 1]
    assert doubled((tracker.hub,)) == []


def half_said(engine):
    """How many comments were begun of which nobody knows whether they stand."""
    with reading(engine) as connection:
        return connection.execute(text("SELECT count(*) FROM said WHERE state = 'unsure'")).scalar()


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_a_worker_that_is_told_twice_ends_at_once(fleet, tracker):
    worker = fleet.works()
    with held_at_a_write(tracker.hub) as written:
        waits(tracker)
        assert written.wait(PATIENCE)
        worker.send_signal(signal.SIGTERM)
        fleet.detour.until(lambda: '"stopping"' in worker.log.read_text())
        worker.send_signal(signal.SIGTERM)

        assert worker.ends(5) == -signal.SIGTERM


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_an_audit_of_the_schedule_is_made_once_by_three_workers(postgres_store, tracker, tmp_path):
    path = tmp_path / "detour.toml"
    with fleet_beside((tracker,), postgres_store, path, schedule="0 0 * * *") as fleet:
        acme = waits(tracker)
        engine = fleet.detour.engine
        since = {"since": repr(time.time() - A_DAY).encode()}
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO setting (name, value) VALUES ('schedule_since', :since)"), since)
        for _ in range(3):
            fleet.works()

        fleet.detour.until(lambda: ended_audits(engine), PATIENCE)
        fleet.detour.settled(PATIENCE)

        assert len(ended_audits(engine)) == 1
        assert len(acme.shown()) <= 1


def ended_audits(engine):
    """The moments of the schedule that there was an audit for."""
    with reading(engine) as connection:
        return connection.execute(text("SELECT slot FROM audit WHERE ended IS NOT NULL")).scalars().all()


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_a_worker_with_a_port_tells_how_it_is(postgres_store, tracker, tmp_path):
    port = free_port()
    with fleet_beside((tracker,), postgres_store, tmp_path / "d.toml", more=f"[worker]\nport = {port}\n") as fleet:
        fleet.works()
        waits(tracker)
        address = f"http://127.0.0.1:{port}"

        assert is_ready(address)
        assert httpx.get(f"{address}/healthz", trust_env=False).text == "alive\n"
        assert "detour_waiting" in httpx.get(f"{address}/metrics", trust_env=False).text


DEEDS = {
    "read": "/api/v1/issues/github/acme/{ref}/recheck",
    "heard": "/api/v1/deliveries/1/replay",
    "scanned": "/api/v1/audits",
}
"""Where something is done, by what the worker says that does it."""
TOKEN = "a-token-of-at-least-sixteen-characters"
ACCESS = f'[access]\nbearer_token = "{TOKEN}"\nbearer_role = "admin"\n'
AT_ONCE = 3
"""Seconds; the usual sweep takes five, and this worker makes none."""


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_what_people_do_is_done_by_a_worker_at_once(postgres_store, tracker, tmp_path):
    with fleet_beside((tracker,), postgres_store, tmp_path / "detour.toml", more=ACCESS) as fleet:
        fleet.serves()
        worker = fleet.works(sweep=NEVER, look=A_DAY)
        acme = waits(tracker)
        fleet.detour.settled(PATIENCE)

        for event, path in DEEDS.items():
            before = told(worker, event)
            does(fleet, path.format(ref=quote(acme.waiting.ref, safe="")))
            fleet.detour.until(partial(told_more, worker, event, before), AT_ONCE)


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
def test_a_check_follows_at_once_what_people_do(postgres_store, tracker, tmp_path):
    app = tracker.hub.installs_app(on=["acme"])
    app.installations["acme"].permissions |= {"checks": "write", "pull_requests": "read"}
    more = f'{ACCESS}[checks]\nmode = "live"\nrepositories = ["acme/web"]\n'
    silent = {"mode": "dry-run", "app": app}  # for a comment brings a webhook, and that wakes everything
    with fleet_beside((tracker,), postgres_store, tmp_path / "detour.toml", more=more, **silent) as fleet:
        fleet.serves()
        acme = waits(tracker)
        own = acme.mia.opens("acme/web", "Ledger of our own")
        acme.mia.opens_pull("acme/web", "A new cart", f"Fixes {acme.waiting.ref}")
        worker = fleet.works(sweep=NEVER, look=A_DAY)
        fleet.detour.until(partial(told_more, worker, "checked", 0), PATIENCE)
        fleet.detour.settled(PATIENCE)
        [check] = tracker.hub.repository("acme/web").checks.values()
        assert check.conclusion == "neutral"

        does(fleet, f"/api/v1/issues/github/acme/{quote(acme.waiting.ref, safe='')}/fallbacks", {"ticket": own.ref})

        fleet.detour.until(lambda: check.conclusion == "success", AT_ONCE)


def does(fleet, path, told=None):
    """Does something by the API."""
    headers = {"authorization": f"Bearer {TOKEN}"}
    answer = httpx.post(fleet.address + path, headers=headers, json=told, trust_env=False)
    assert answer.is_success, answer.text


def told(worker, event):
    """How often a worker has said something."""
    return worker.log.read_text().count(f'"event": "{event}"')


def told_more(worker, event, before):
    return told(worker, event) > before
