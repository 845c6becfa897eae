"""Who hears of a webhook: the lane of its own site, and whoever has something to do by what it says."""

import asyncio
import json

import pytest

from service.inbox import Tally
from service.jobs.embedded import Embedded
from service.jobs.hearing import A_BATCH, AT_LEISURE, Hearing, Rest
from service.jobs.lane import LaneRun
from service.jobs.lanes import HEARING
from service.jobs.waking import Key
from service.pipeline.hint import Hinting
from service.store.leases import Leases
from service.store.work import counts
from tests.service.pipeline.listening import listening

ISSUE = {"action": "edited", "issue": {"number": 7, "id": 70, "node_id": "I_7", "title": "Pay", "state": "open"}}
TOLD = json.dumps(ISSUE | {"repository": {"full_name": "acme/web", "name": "web", "owner": {"login": "acme"}}}).encode()


@pytest.mark.parametrize(
    ("event", "body", "follows"),
    [("issues", TOLD, True), ("issues", b"{", False), ("ping", b"{}", False)],
    ids=["an issue", "nothing that is understood", "nothing of an issue"],
)
def test_other_lanes_are_woken_by_what_says_something(store, event, body, follows):
    woken = []
    with listening(store, readable=True) as here:
        here.comes(event, body)
        hinting = Hinting(store, here.deliveries, here.site, here.sites)
        hearing = Hearing(hinting, Tally(), lambda: woken.append(True))

        asyncio.run(hearing.work(here.lease))

        assert not here.deliveries.any_new(here.site.name)
        assert bool(counts(store)) == bool(woken) == follows


@pytest.mark.parametrize(("came", "rests"), [(1, True), (A_BATCH, False)], ids=["all is heard", "there may be more"])
def test_it_rests_once_all_is_heard_so_that_the_next_ones_are_heard_together(store, monkeypatch, came, rests):
    rested = []
    monkeypatch.setattr(Rest, "after", _noted(rested))
    with listening(store, readable=True) as here:
        for number in range(came):
            here.comes("ping", b"{%d}" % number)
        hearing = Hearing(Hinting(store, here.deliveries, here.site, here.sites), Tally(), list)

        may_be_more = asyncio.run(hearing.work(here.lease))

        assert rested == ([AT_LEISURE] if rests else [])
        assert may_be_more != rests


def _noted(rested):
    async def after(rest, _worked):
        rested.append(rest)

    return after


def test_a_webhook_wakes_its_site_alone_and_what_it_says_may_wake_all(store):
    leases = Leases(store, "us", 3600)
    lanes = [LaneRun(site, lane, None, leases) for site in ("github/acme", "jira/acme") for lane in (HEARING, "read")]
    runner = Embedded(None, lanes)

    runner.wake(HEARING, {"jira/acme"})
    runner.wake("read")

    woken = {Key(lane.site, lane.lane) for lane in lanes if lane.woken.is_set()}
    assert woken == {Key("jira/acme", HEARING), Key("github/acme", "read"), Key("jira/acme", "read")}
