"""SIGKILLs under load: nothing that was acknowledged is lost, nothing is said twice, and the end is as without.

The service is the real command in a process of its own, beside a GitHub, a Jira Cloud and a Jira Data Center at once.
People change issues all the time; their webhooks are sent until they are acknowledged. A kill falls on the k-th request
that a tracker gets or has handled, or on a moment of the clock, so that every step of the pipeline is hit: between a
write and what is kept of it, too.
"""

import random
import signal
import threading
import time

import httpx
import pytest

from connectors.simulator.requests import Moment
from service.store.connection import open_store
from tests.exploring import times
from tests.forked import Forked, serve_unpaced
from tests.journeys.living import Detour, configuration
from tests.journeys.under_load import (
    ISSUES,
    Life,
    all_trackers,
    doubled,
    is_a_write,
    lost,
    undisturbed_in,
)
from tests.served import free_port

KILLS = times(10, 30)
SEED = 11


class Killed:
    """A service that is killed and started again, on the same port and store."""

    def __init__(self, path, address, log):
        self.path, self.address, self.log = path, address, log
        self.process = None

    def start(self):
        self.process = Forked(serve_unpaced, str(self.path), out=self.log, err=self.log)
        deadline = time.monotonic() + 90
        with httpx.Client() as http:
            while time.monotonic() < deadline:
                try:
                    if http.get(f"{self.address}/readyz").status_code == 200:
                        return
                except httpx.TransportError:
                    time.sleep(0.02)
        ended = self.process.status
        self.process.send_signal(signal.SIGABRT)  # it prints where each of its threads is
        self.process.ends(10)
        raise AssertionError(f"ended: {ended}\n{self.log.read_text()[-8000:]}")

    def kill(self):
        self.process.kill()
        self.process.ends(10)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.ends(20)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What people read in the end where nothing went wrong."""
    return undisturbed_in(tmp_path_factory.mktemp("undisturbed"))


def test_nothing_is_lost_or_doubled_however_often_the_process_is_killed(store_url, tmp_path, undisturbed):
    port, path = free_port(), tmp_path / "detour.toml"
    more = f'[server]\nport = {port}\n[store]\nurl = "{store_url}"\n'
    chance = random.Random(SEED)
    with all_trackers() as trackers:
        path.write_text(configuration(*trackers, more=more))
        service = Killed(path, f"http://127.0.0.1:{port}", tmp_path / "log")
        hubs = tuple(tracker.hub for tracker in trackers)
        for tracker in trackers:
            tracker.tells(service)
        service.start()
        life = Life(trackers)
        engine = open_store(store_url)
        detour = Detour(hubs, engine, service.address)
        detour.settled(60)

        for _ in range(KILLS):
            killed_under_load(hubs, service, life, chance)
            service.start()
            for hub in hubs:
                hub.redeliver(*[one for one in hub.deliveries if not one.accepted])
        life.ends()
        detour.settled(60)
        service.stop()

        assert lost(hubs, engine) == []
        engine.dispose()
        assert doubled(hubs) == []
        assert life.shown() == undisturbed
        assert life.answers() == [("+1",)] * len(life.answers()) != []
        assert sum(map(len, undisturbed.values())) == ISSUES + len(hubs)


def killed_under_load(hubs, service, life, chance):
    """Lets people live until the kill falls: before or after a request was handled, or at a moment of the clock."""
    at, only_writes = chance.choice([Moment.BEFORE, Moment.AFTER, None]), chance.random() < 0.7
    left = chance.randint(1, 2 if only_writes else 12)
    dead, guard = threading.Event(), threading.Lock()

    def watch(moment, asked):
        nonlocal left
        with guard:
            if moment is at and (is_a_write(asked) or not only_writes) and not dead.is_set():
                left -= 1
                if left == 0:
                    service.process.kill()
                    dead.set()

    stop_watching = [hub.on_request(watch) for hub in hubs]
    deadline = time.monotonic() + (chance.uniform(0.0, 0.6) if at is None else 2.0)
    while not dead.is_set() and time.monotonic() < deadline:
        life.step()
        time.sleep(chance.uniform(0.0, 0.02))
    service.kill()
    for stop in stop_watching:
        stop()
    for hub in hubs:
        hub.settled()
