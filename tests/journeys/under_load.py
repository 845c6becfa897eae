"""People who change issues all the time, on three trackers at once, and what must be true of a service beside them."""

import re
from collections import Counter
from contextlib import contextmanager
from hashlib import sha256

from sqlalchemy import select

from service.store.connection import open_store, upgrade
from service.store.deliveries import DeliveryState
from service.store.tables import delivery
from tests.journeys.living import serving
from tests.journeys.organisation import QUESTIONS, Organisation
from tests.journeys.trackers import github, jira

ISSUES = 6
EACH = ISSUES // 3
TURNS = 4
ROUND = ISSUES * TURNS


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


def undisturbed_in(folder):
    """What people read in the end where nothing went wrong."""
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


def lost(hubs, engine):
    """Deliveries that were acknowledged, and of which nothing came."""
    with engine.connect() as connection:
        rows = connection.execute(select(delivery.c.vendor_id, delivery.c.digest, delivery.c.state)).all()
    kept = {row.vendor_id or row.digest: row.state for row in rows}
    acknowledged = {known_as(one) for hub in hubs for one in hub.deliveries if one.accepted}
    assert acknowledged
    return [one for one in acknowledged if kept.get(one) != DeliveryState.DONE.value]


def known_as(sent):
    """A delivery by the id that its headers tell; Data Center's have none but their body."""
    headers = {"X-GitHub-Delivery", "X-Atlassian-Webhook-Identifier"} & sent.headers.keys()
    return sent.id if headers else sha256(sent.body).hexdigest()


def is_a_write(asked):
    return asked.writes and not asked.path.endswith(QUESTIONS)


def doubled(hubs):
    """Comments of ours that were written twice, where some were written on each tracker."""
    written = generations(hubs)
    assert {number for number, *_ in written} == set(range(len(hubs)))
    return [one for one, count in Counter(written).items() if count > 1]


def generations(hubs):
    """Each comment of ours that was ever written: on which tracker and path, in which role and generation."""
    return [
        (number, asked.path, found.group(1))
        for number, hub in enumerate(hubs)
        for asked in hub.requests
        if asked.method == "POST" and asked.status == 201
        for found in re.finditer(r"\bv1 (\S+ \d+) [0-9a-f]{64}", asked.body.decode())
    ]
