"""Random lives: people who plan, link, declare, comment, close and move, and bad weather between them and Detour."""

import random
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from connectors.simulator import failures

LATE = 0.2
"""Seconds by which a webhook may be late, so that others overtake it."""


class Life:
    """People on trackers, and ``weather`` that comes and goes as they live. Everything follows from the seed."""

    def __init__(self, seed, trackers, weather):
        self.dice, self.trackers, self.weather = random.Random(seed), trackers, weather
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
        on_github = [(at, other) for at, other in self.issues if at.name == "github"]
        if tracker.name != "github" and on_github:
            at, other = self.dice.choice(on_github)
            url = f"{at.hub.address}/{other.ref.replace('#', '/issues/')}"
            self.mia[tracker].adds_remote_link(
                issue, url, self.dice.choice(["is blocked by", "blocks", "has fallback"])
            )

    def moves(self, tracker, issue):
        if tracker.name != "github":
            self.mia[tracker].transfers(issue, self.dice.choice([tracker.web, tracker.pay, tracker.ops]))

    def weathers(self, tracker, _):
        self.weather(self.dice, tracker)

    def rests(self, *_):
        time.sleep(self.dice.random() / 10)

    def touches_all(self):
        for tracker, issue in self.issues:
            self.mia[tracker].labels(issue, "seen")
            self.mia[tracker].comments(issue, "Seen.")


ACTS = [Life.says, Life.says, Life.comments, Life.blocks, Life.blocks, Life.closes, Life.reopens]
ACTS += [Life.links_out, Life.moves, Life.weathers, Life.weathers, Life.rests, Life.rests]


def astray(dice, tracker):
    """Webhooks that are lost, doubled or late, and answers that say nothing of what was done."""
    hub, times = tracker.hub, dice.randint(1, 2)
    where = dice.choice([tracker.new_comment, tracker.edited_comment, tracker.reading, tracker.thread])
    faults = (
        failures.server_error(502),
        failures.bad_gateway_afterwards(),
        failures.dropped(),
        failures.dropped_afterwards(),
    )
    dice.choice(
        [
            lambda: hub.loses_webhooks(times),
            lambda: hub.doubles_webhooks(times),
            lambda: hub.delays_webhooks(LATE, times),
            lambda: hub.redeliver(*dice.sample(hub.deliveries, 4)),
            lambda: hub.fails(dice.choice(faults), *where),
        ]
    )()


def clears_up(trackers):
    """Nothing goes astray from now on."""
    for tracker in trackers:
        tracker.hub.heals()
        tracker.hub.sender.fates.clear()
        tracker.hub.sender.release()
