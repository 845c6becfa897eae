"""Random lives on a GitHub, a Jira Cloud and a Jira Data Center at once, with bad weather between them and Detour.

Whatever happened, once each issue was touched it stands as a Detour that begins with an empty store sees it.
"""

import random
import time
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from connectors.simulator import failures
from service.speech.remarks import Tone
from service.store.connection import open_store, reading, upgrade
from service.store.tables import issue as issue_table
from service.store.verdicts import verdicts_on
from tests.journeys.living import serving
from tests.journeys.trackers import github, jira

STEPS = 40
FAULTS = (
    failures.server_error(502),
    failures.bad_gateway_afterwards(),
    failures.dropped(),
    failures.dropped_afterwards(),
)


class Life:
    """People who plan, link, declare, comment, close and move, on trackers whose webhooks and answers go astray."""

    def __init__(self, seed, trackers):
        self.dice, self.trackers = random.Random(seed), trackers
        self.mia = {one: one.hub.person("mia", writes=(one.web, one.pay, one.ops)) for one in trackers}
        self.issues = []
        for one in trackers:
            for place in (one.web, one.pay, one.ops, one.web):
                self.opens(one, place)

    def opens(self, tracker, place):
        issue = self.mia[tracker].opens(place, f"Thing {len(self.issues)}")
        self.mia[tracker].sets_milestone(issue, "Launch", datetime.now(UTC) + timedelta(days=60))
        self.issues.append((tracker, issue))

    def step(self):
        tracker, issue = self.dice.choice(self.issues)
        with suppress(ValueError):  # what the tracker refuses, as a ring or a link that is there
            self.dice.choice(ACTS)(self, tracker, issue)

    def ref(self):
        return self.dice.choice(self.issues)[1].ref

    def near(self, tracker):
        return self.dice.choice([issue for at, issue in self.issues if at is tracker])

    def says(self, tracker, issue):
        blocker, ticket = self.ref(), self.ref()
        lines = [f"Blocked by: {blocker}", f"Fallback for {blocker}: {ticket}", f"Fallback: {ticket}", "Nothing."]
        self.mia[tracker].edits(issue, body="\n\n".join(self.dice.sample(lines, 2)))

    def comments(self, tracker, issue):
        text = self.dice.choice([f"Blocked by: {self.ref()}", f"/detour fallback {self.ref()} for {self.ref()}"])
        self.mia[tracker].comments(issue, text)

    def blocks(self, tracker, issue):
        self.mia[tracker].blocks(issue, by=self.near(tracker))

    def closes(self, tracker, issue):
        self.mia[tracker].closes(issue, self.dice.choice(["completed", tracker.dropped]))

    def reopens(self, tracker, issue):
        self.mia[tracker].reopens(issue)

    def links_out(self, tracker, issue):
        if tracker.name != "github":
            _, other = self.dice.choice([pair for pair in self.issues if pair[0].name == "github"])
            url = f"{self.trackers[0].hub.address}/{other.ref.replace('#', '/issues/')}"
            self.mia[tracker].adds_remote_link(
                issue, url, self.dice.choice(["is blocked by", "blocks", "has fallback"])
            )

    def moves(self, tracker, issue):
        if tracker.name != "github":
            self.mia[tracker].transfers(issue, self.dice.choice([tracker.web, tracker.pay, tracker.ops]))

    def weather(self, tracker, _):
        hub, times = tracker.hub, self.dice.randint(1, 2)
        where = self.dice.choice([tracker.new_comment, tracker.edited_comment, tracker.reading, tracker.thread])
        self.dice.choice(
            [
                lambda: hub.loses_webhooks(times),
                lambda: hub.doubles_webhooks(times),
                lambda: hub.delays_webhooks(0.2, times),
                lambda: hub.redeliver(*self.dice.sample(hub.deliveries, 4)),
                lambda: hub.fails(self.dice.choice(FAULTS), *where),
            ]
        )()

    def rests(self, *_):
        time.sleep(self.dice.random() / 10)

    def touches_all(self):
        for tracker, issue in self.issues:
            self.mia[tracker].labels(issue, "seen")
            self.mia[tracker].comments(issue, "Seen.")


ACTS = [Life.says, Life.says, Life.comments, Life.blocks, Life.blocks, Life.closes, Life.reopens]
ACTS += [Life.links_out, Life.moves, Life.weather, Life.weather, Life.rests, Life.rests]


def verdicts(engine):
    """By site and address: what is found, and what is to be said in other than a folded comment."""
    with reading(engine) as connection:
        rows = connection.execute(select(issue_table.c.id, issue_table.c.site, issue_table.c.ref)).all()
        known = verdicts_on(connection, [row.id for row in rows])
    return {(row.site, row.ref): _told(known[row.id]) for row in rows if row.id in known}


def _told(verdict):
    # That a blocker was seen to come only a store can tell that was there.
    found = sorted((one.code, str(one.severity), one.message) for one in verdict.findings if one.code != "DT405")
    speaks = verdict.remark is not None and verdict.remark.tone is Tone.SPOKEN
    return verdict.stale, found, verdict.remark.digest if speaks else ""


def said_on(tracker, issue):
    """The roles of our comments on an issue."""
    return [tracker.role(one) for one in tracker.hub.comments_of(issue) if one.author == tracker.hub.bot.login]


@pytest.fixture
def beginning(tmp_path):
    """Opens empty stores."""
    with ExitStack() as stack:

        def begin(name):
            engine = open_store(f"sqlite:///{tmp_path / name}.db")
            stack.callback(engine.dispose)
            upgrade(engine)
            return engine

        yield begin


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_happened_each_issue_stands_as_an_empty_store_would_see_it(seed, beginning, tmp_path, monkeypatch):
    monkeypatch.setattr("service.jobs.lane.FIRST_PAUSE", 0.05)
    monkeypatch.setattr("service.jobs.lane.LONGEST_PAUSE", 0.4)
    with github() as hub, jira() as cloud, jira("datacenter", "jira/other") as server, ExitStack() as stack:
        server.web, server.pay, server.ops, server.projects = "SWEB", "SPAY", "SOPS", ("SWEB", "SPAY", "SOPS")
        trackers = (hub, cloud, server)
        old = stack.enter_context(serving(trackers, beginning("old"), tmp_path / "old.toml"))
        for tracker in trackers:
            tracker.tells(old)
        life = Life(seed, trackers)
        for _ in range(STEPS):
            life.step()
        for tracker in trackers:
            tracker.hub.heals()
            tracker.hub.sender.fates.clear()
        fresh = stack.enter_context(serving(trackers, beginning("new"), tmp_path / "new.toml", mode="dry-run"))
        for tracker in trackers:
            tracker.tells(fresh)
        life.touches_all()
        old.settled(60)
        fresh.settled(60)

        seen = verdicts(old.engine)
        roles = {(tracker.site, issue.ref): said_on(tracker, issue) for tracker, issue in life.issues}
        ours = {one: said.count("verdict") for one, said in roles.items()}

    afresh = verdicts(fresh.engine)
    assert {one: seen[one] for one in ours} == {one: afresh[one] for one in ours}
    assert {one for one, (_, _, said) in afresh.items() if said and one in ours} <= {one for one in ours if ours[one]}
    assert max(ours.values()) == max(said.count("need-brief") for said in roles.values()) == 1
