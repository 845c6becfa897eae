"""SIGKILLs under load: nothing that was acknowledged is lost, nothing is said twice, and the end is as without.

The service is the real command in a process of its own, beside a GitHub, a Jira Cloud and a Jira Data Center at once.
People change issues all the time; their webhooks are sent until they are acknowledged. A kill falls on the k-th request
that a tracker gets or has handled, or on a moment of the clock, so that every step of the pipeline is hit: between a
write and what is kept of it, too.
"""

import random
import re
import signal
import socket
import threading
import time
from collections import Counter
from contextlib import contextmanager
from hashlib import sha256

import httpx
import pytest
from sqlalchemy import select

from connectors.simulator.requests import Moment
from service.store.connection import open_store, upgrade
from service.store.deliveries import DeliveryState
from service.store.tables import delivery
from tests.exploring import times
from tests.forked import Forked, serve_unpaced
from tests.journeys.living import Detour, configuration, serving
from tests.journeys.organisation import QUESTIONS, Organisation
from tests.journeys.trackers import github, jira

KILLS = times(10, 30)
ISSUES = 6
EACH = ISSUES // 3
TURNS = 4
ROUND = ISSUES * TURNS
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


class Life:
    """What people do, the same in every run: after each ``ROUND`` of steps everything is as after the one before."""

    def __init__(self, trackers):
        self.places = [Organisation(tracker) for tracker in trackers]
        self.plans = [self._plan(acme, number) for acme in self.places for number in range(EACH)]
        self.steps = 0

    def _plan(self, acme, number):
        issue = acme.plans(acme.tracker.web, f"Feature {number}")
        ticket = acme.mia.opens(acme.tracker.web, f"Plan B {number}")
        acme.mia.blocks(issue, by=acme.blocker)
        return acme, issue, ticket

    def step(self):
        """Turns the verdict on one issue."""
        if self.steps % ROUND == 0:
            for acme in self.places:
                acme.mia.comments(acme.blocker, "/detour understood")
        number = self.steps % ISSUES
        turn = (self.steps // ISSUES + number) % TURNS
        acme, issue, ticket = self.plans[number]
        mia = acme.mia
        self.steps += 1
        if turn == 0:
            mia.edits(issue, body=f"Fallback for {acme.blocker.ref}: {ticket.ref}")
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
        shown = {(acme.tracker.site, issue.ref): acme.shown(issue) for acme, issue, _ in self.plans}
        return shown | {(acme.tracker.site, acme.blocker.ref): acme.briefs() for acme in self.places}

    def answers(self):
        """The reactions under each command on GitHub."""
        [acme] = [acme for acme in self.places if acme.tracker.name == "github"]
        thread = acme.hub.comments_of(acme.blocker)
        return [comment.reactions for comment in thread if comment.author == acme.mia.login]


@contextmanager
def all_trackers():
    """A GitHub, a Jira Cloud and a Jira Data Center."""
    with github() as hub, jira("cloud", "jira/cloud") as cloud, jira("datacenter", "jira/own") as own:
        yield hub, cloud, own


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """What people read in the end where nothing went wrong."""
    folder = tmp_path_factory.mktemp("undisturbed")
    engine = open_store(f"sqlite:///{folder / 'detour.db'}")
    upgrade(engine)
    with all_trackers() as trackers, serving(trackers, engine, folder / "detour.toml") as detour:
        for tracker in trackers:
            tracker.tells(detour)
        life = Life(trackers)
        detour.settled(60)
        life.step()
        life.ends()
        detour.settled(60)
        shown = life.shown()
    engine.dispose()
    return shown


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

        with engine.connect() as connection:
            rows = connection.execute(select(delivery.c.vendor_id, delivery.c.digest, delivery.c.state)).all()
        kept = {row.vendor_id or row.digest: row.state for row in rows}
        engine.dispose()
        acknowledged = {known_as(one) for hub in hubs for one in hub.deliveries if one.accepted}
        assert acknowledged - kept.keys() == set()
        assert {kept[one] for one in acknowledged} == {DeliveryState.DONE.value}
        assert doubled(hubs) == []
        assert life.shown() == undisturbed
        assert life.answers() == [("+1",)] * len(life.answers()) != []
        assert sum(map(len, undisturbed.values())) == ISSUES + len(hubs)


def known_as(sent):
    """A delivery by the id that its headers tell; Data Center's have none but their body."""
    headers = {"X-GitHub-Delivery", "X-Atlassian-Webhook-Identifier"} & sent.headers.keys()
    return sent.id if headers else sha256(sent.body).hexdigest()


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


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


def is_a_write(asked):
    return asked.writes and not asked.path.endswith(QUESTIONS)


def doubled(hubs):
    """Comments of ours that were written twice: each new one has a generation of its own."""
    written = [
        (number, asked.path, found.group(1))
        for number, hub in enumerate(hubs)
        for asked in hub.requests
        if asked.method == "POST" and asked.status == 201
        for found in re.finditer(r"\bv1 (\S+ \d+) [0-9a-f]{64}", asked.body.decode())
    ]
    assert {number for number, *_ in written} == set(range(len(hubs)))
    return [one for one, count in Counter(written).items() if count > 1]
