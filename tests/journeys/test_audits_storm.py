"""An audit in a storm: it ends with the same findings, is told to wait and waits, and asks no more than it may."""

import random
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from math import ceil

import pytest

from connectors.simulator.faults import Fault, Faults
from connectors.simulator.jira.quotas import TokenBucket
from tests.journeys.audited import Audited, company

ON_GITHUB, ON_JIRA = 300, 40
ONE_IN = 4
"""Of all answers so many go wrong, and of these each third for no limit."""
A_LIMIT = 1
"""Seconds for which nobody is answered any more, or up to one more, where a date is named."""
SENT_ALREADY = 8
"""Requests that may have been under way when the first of them was answered."""


@dataclass
class Closed:
    """A time in which a tracker answers nobody, and how many have asked all the same."""

    until: float
    fault: Fault
    asked: int = 0


class Storm(Faults):
    """One answer of four goes wrong. A limit holds until the moment that it named, as those of real trackers do."""

    def __init__(self, tracker, seed):
        super().__init__()
        self.failures, self.chance, self.guard = tracker.failures, random.Random(seed), threading.Lock()
        self.closed, self.lost = [], 0
        self.kinds = cycle((self._limit, self._loss, self._limit))

    def take(self, _method, path):
        with self.guard:
            now = time.time()
            if self.closed and now < self.closed[-1].until:
                self.closed[-1].asked += 1
                return self.closed[-1].fault
            if self.chance.randrange(ONE_IN):
                return Fault()
            return next(self.kinds)(now, path)

    def _loss(self, *_):
        self.lost, failures = self.lost + 1, self.failures
        ways = failures.server_error, failures.bad_gateway_afterwards, failures.dropped, failures.dropped_afterwards
        return self.chance.choice(ways)()

    def _limit(self, now, path):
        """429 on each tracker; what else there is, on GitHub alone."""
        failures, second = self.failures, ceil(now) + A_LIMIT
        date = datetime.fromtimestamp(second, UTC)
        ways = [(now + A_LIMIT, failures.too_many_requests(A_LIMIT)), (second, failures.too_many_requests(date))]
        if hasattr(failures, "secondary_limit"):
            ways += [(now + A_LIMIT, failures.secondary_limit(A_LIMIT)), (second, failures.secondary_limit(date))]
        if path.endswith("/graphql"):
            ways += [(second, failures.graphql_limit(second))] * 2
        self.closed.append(Closed(*self.chance.choice(ways)))
        return self.closed[-1].fault


def ends(folder, trackers):
    return Audited(trackers, f"sqlite:///{folder / 'detour.db'}", folder).ends()


@pytest.fixture
def undisturbed(tmp_path):
    """What is found where nothing happens."""
    folder = tmp_path / "undisturbed"
    folder.mkdir()
    with company(ON_GITHUB, ON_JIRA) as trackers:
        return ends(folder, trackers)


def test_in_a_storm_an_audit_finds_the_same_waits_as_it_is_told_and_exceeds_no_limit(tmp_path, undisturbed):
    with company(ON_GITHUB, ON_JIRA) as trackers:
        storms = []
        for seed, tracker in enumerate(trackers):
            tracker.hub.api.faults = Storm(tracker, seed)
            storms.append(tracker.hub.api.faults)
        hub, cloud, own = (tracker.hub.api for tracker in trackers)
        hub.secondary.enforced = True
        cloud.quotas.burst.most = 60
        own.quotas.bucket, own.limits.page = TokenBucket(60, 20, 1), 1000

        found = ends(tmp_path, trackers)

    assert found == undisturbed
    assert (hub.secondary.exceeded, cloud.quotas.refused, own.quotas.refused) == ([], [], [])
    assert all(storm.lost and storm.closed for storm in storms)
    assert max(one.asked for storm in storms for one in storm.closed) <= SENT_ALREADY
