"""Sixty SIGKILLs under load: nothing that was acknowledged is lost, nothing is said twice, and the end is as without.

The service is the real command in a process of its own. People change issues all the time; their webhooks are sent
until they are acknowledged. A kill falls on the k-th request that the tracker gets or has handled, or on a moment of
the clock, so that every step of the pipeline is hit: between a write and what is kept of it, too.
"""

import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections import Counter

import httpx
import pytest

from connectors.simulator.github import Moment, simulated_github
from service.store.connection import open_store, upgrade
from service.store.deliveries import Deliveries, DeliveryState
from tests.journeys.living import SECRET, Detour, configuration, serving
from tests.journeys.organisation import Organisation

KILLS = 30
ISSUES = 6
TURNS = 4
ROUND = ISSUES * TURNS
SEED = 11
SERVE = """
import sys
from service import wiring
from service.cli import main
wiring.sites_of.__kwdefaults__["seconds_between_writes"] = 0.0
sys.exit(main(["serve", "--config", sys.argv[1]]))
"""
"""``detour serve``, without the second between two writes that the real GitHub asks for."""


class Killed:
    """A service that is killed and started again, on the same port and store."""

    def __init__(self, path, address, log):
        self.path, self.address, self.log = path, address, log
        self.process = None

    def start(self):
        with self.log.open("ab") as log:
            words = [sys.executable, "-c", SERVE, self.path]
            self.process = subprocess.Popen(words, stdout=log, stderr=log, env=os.environ | {"PYTHONUNBUFFERED": "1"})
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.address}/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)
        self.process.kill()
        raise AssertionError(self.log.read_text()[-3000:])

    def kill(self):
        self.process.kill()
        self.process.wait(10)

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Life:
    """What people do, the same in every run: after each ``ROUND`` of steps everything is as after the one before."""

    def __init__(self, hub):
        self.acme = Organisation(hub)
        self.issues = [self.acme.plans("acme/web", f"Feature {number}") for number in range(ISSUES)]
        self.tickets = [self.acme.mia.opens("acme/web", f"Plan B {number}") for number in range(ISSUES)]
        for issue in self.issues:
            self.acme.mia.blocks(issue, by=self.acme.blocker)
        self.steps = 0

    def step(self):
        """Turns the verdict on one issue."""
        number = self.steps % ISSUES
        turn = (self.steps // ISSUES + number) % TURNS
        issue, ticket, mia = self.issues[number], self.tickets[number], self.acme.mia
        self.steps += 1
        if turn == 0:
            mia.edits(issue, body=f"Fallback for {self.acme.blocker.ref}: {ticket.ref}")
        elif turn == 1:
            mia.closes(ticket, "not_planned")
        elif turn == 2:
            mia.reopens(ticket)
        else:
            mia.edits(issue, body="No plan yet.")

    def ends(self):
        """Lives on until the state is that of the beginning."""
        while self.steps % ROUND:
            self.step()

    def shown(self):
        """What people read of us, by issue."""
        return {
            issue.ref: [comment.body.partition("<!--")[0] for comment in self.acme.ours(issue)]
            for issue in self.acme.hub.world.issues()
        }


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What people read in the end where nothing went wrong."""
    folder = tmp_path_factory.mktemp("undisturbed")
    engine = open_store(f"sqlite:///{folder / 'detour.db'}")
    upgrade(engine)
    with simulated_github() as hub, serving(hub, engine, folder / "detour.toml") as detour:
        hub.webhook_to(f"{detour.address}/webhooks/github/acme", SECRET)
        life = Life(hub)
        detour.settled(60)
        life.step()
        life.ends()
        detour.settled(60)
        shown = life.shown()
    engine.dispose()
    return shown


def test_nothing_is_lost_or_doubled_however_often_the_process_is_killed(hub, store_url, tmp_path, undisturbed):
    port, path = free_port(), tmp_path / "detour.toml"
    more = f'[server]\nport = {port}\n[store]\nurl = "{store_url}"\n'
    path.write_text(configuration(hub, more=more))
    service = Killed(path, f"http://127.0.0.1:{port}", tmp_path / "log")
    hub.webhook_to(f"{service.address}/webhooks/github/acme", SECRET)
    chance = random.Random(SEED)
    service.start()
    life = Life(hub)
    engine = open_store(store_url)
    detour = Detour(hub, engine, service.address)
    detour.settled(60)

    for _ in range(KILLS):
        killed_under_load(hub, service, life, chance)
        service.start()
        hub.redeliver(*[one for one in hub.deliveries if not one.accepted])
    life.ends()
    detour.settled(60)
    service.stop()

    acknowledged = {one.id for one in hub.deliveries if one.accepted}
    kept = {one.vendor_id: one.state for one in Deliveries(engine).latest(1_000_000)}
    engine.dispose()
    assert acknowledged - kept.keys() == set()
    assert {kept[one] for one in acknowledged} == {DeliveryState.DONE}
    assert doubled(hub) == []
    assert life.shown() == undisturbed
    assert sum(map(len, undisturbed.values())) == ISSUES


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def killed_under_load(hub, service, life, chance):
    """Lets people live until the kill falls: before or after a request was handled, or at a moment of the clock."""
    at, only_writes = chance.choice([Moment.BEFORE, Moment.AFTER, None]), chance.random() < 0.7
    left = chance.randint(1, 2 if only_writes else 12)
    dead = threading.Event()

    def watch(moment, asked):
        nonlocal left
        if moment is at and (asked.writes or not only_writes) and not dead.is_set():
            left -= 1
            if left == 0:
                service.process.kill()
                dead.set()

    stop_watching = hub.on_request(watch)
    deadline = time.monotonic() + (chance.uniform(0.0, 0.6) if at is None else 2.0)
    while not dead.is_set() and time.monotonic() < deadline:
        life.step()
        time.sleep(chance.uniform(0.0, 0.02))
    service.kill()
    stop_watching()
    hub.settled()


def doubled(hub):
    """Comments of ours that were written twice: each new one has a generation of its own."""
    written = [
        (asked.path, found.group(1))
        for asked in hub.requests
        if asked.method == "POST" and asked.status == 201
        for found in re.finditer(r"detour: v1 (\S+ \d+) ", asked.body.decode())
    ]
    assert written
    return [one for one, count in Counter(written).items() if count > 1]
