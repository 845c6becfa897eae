"""The day to decide by comes beside each tracker: one comment mentions the assignee, and nothing else ever does."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from connectors.simulator import failures
from service.jobs import judging
from tests.journeys.living import serving
from tests.journeys.organisation import Organisation

HOUR = 3600
SILENT = "mention_assignee = false"


class Clock:
    """The time of day as the service reads it; ``ahead`` in seconds."""

    def __init__(self):
        self.real, self.ahead = time.time, 0.0

    def time(self):
        return self.real() + self.ahead

    def passes(self, seconds):
        self.ahead += seconds


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(time, "time", clock.time)
    monkeypatch.setattr(judging, "WAKING_SECONDS", 0.05)
    return clock


class Deciding(Organisation):
    """``waiting`` is Noor's. It has a fallback that nobody began, and is to be decided on tomorrow."""

    def __init__(self, tracker, live, clock):
        super().__init__(tracker)
        self.live, self.clock = live, clock
        self.noor, self.zoe = (self.hub.person(name, writes=(tracker.web,)) for name in ("noor", "zoe"))
        self.mia.assigns(self.waiting, self.noor)
        self.ticket = self.mia.opens(tracker.web, "Ledger of our own")
        self.day = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        self.says()
        self.links()
        live.settled()

    def says(self, more=""):
        declared = f"Fallback for {self.blocker.ref}: {self.ticket.ref}"
        self.mia.edits(self.waiting, body=f"{declared}\n{more}\n\nDecide by {self.day.date()}")

    def day_comes(self):
        self.clock.passes(self.day.timestamp() + HOUR / 2 - time.time())
        self.live.until(lambda: self.ours() or self.live.busy())
        self.live.settled()

    def mentioned(self):
        """Who was told that a comment mentions them."""
        told = (one for one in self.hub.notifications_of(self.waiting) if one.reason == "mention")
        return [login for one in told for login in one.to]

    def told(self):
        """How often those who watch were told of a comment, mentions aside."""
        return self.notified() - len(self.mentioned())


@pytest.fixture
def acme(tracker, store, tmp_path, clock):
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        tracker.tells(live)
        yield Deciding(tracker, live, clock)


def test_on_the_day_to_decide_by_one_new_comment_mentions_the_assignee_and_an_hour_later_nothing_is_said(acme):
    before = acme.ours()
    acme.day_comes()
    [said], mentioned = acme.ours(), acme.mentioned()
    acme.clock.passes(HOUR)
    acme.mia.labels(acme.waiting, "urgent")
    acme.live.settled()

    assert (before, mentioned) == ([], ["noor"])
    assert "the day to decide by is" in acme.comment()
    assert "This issue is assigned to" in acme.comment()
    assert [one.id for one in acme.ours()] == [said.id]
    assert (acme.mentioned(), acme.told()) == (["noor"], 1)


def test_an_edit_keeps_the_mention_that_is_there_and_mentions_nobody_anew(acme):
    acme.day_comes()
    [said] = acme.ours()
    acme.says("Cost: build 3d")
    acme.live.settled()
    kept = acme.comment()
    acme.mia.assigns(acme.waiting, acme.zoe)
    acme.says("Cost: build 4d")
    acme.live.settled()

    assert "build 3d" in kept
    assert "This issue is assigned to" in kept
    assert "build 4d" in acme.comment()
    assert "This issue is assigned to" not in acme.comment()
    assert [one.id for one in acme.ours()] == [said.id]
    assert (acme.mentioned(), acme.told()) == (["noor"], 1)


def test_another_event_later_is_a_new_comment_that_mentions_nobody(acme):
    acme.day_comes()
    [said] = acme.ours()
    acme.mia.blocks(acme.waiting, by=acme.mia.opens(acme.tracker.pay, "Invoices"))
    acme.live.settled()

    [anew] = acme.ours()
    assert (anew.id == said.id, acme.told()) == (False, 2)
    assert "This issue is assigned to" not in acme.comment()
    assert acme.mentioned() == ["noor"]


@pytest.mark.parametrize("fault", [failures.bad_gateway_afterwards(), failures.dropped()], ids=["made", "not made"])
def test_a_comment_of_which_nobody_knows_whether_it_was_made_mentions_once(acme, fault):
    acme.hub.fails(fault, *acme.tracker.new_comment)
    acme.day_comes()

    assert len(acme.ours()) == 1
    assert (acme.mentioned(), acme.told()) == (["noor"], 1)


def test_an_automation_account_is_not_mentioned(tracker, store, tmp_path, clock):
    robot = f'[policy]\nautomation_accounts = ["{tracker.account(tracker.hub.person("noor"))}"]\n'
    with serving(tracker, store, tmp_path / "detour.toml", more=robot) as live:
        tracker.tells(live)
        acme = Deciding(tracker, live, clock)
        acme.day_comes()

    assert len(acme.ours()) == 1
    assert acme.mentioned() == []
    assert "assigned" not in acme.comment()


def test_nobody_is_mentioned_where_the_setting_says_so_or_nobody_has_it(tracker, store, tmp_path, clock):
    with serving(tracker, store, tmp_path / "detour.toml", more=SILENT) as live:
        tracker.tells(live)
        acme = Deciding(tracker, live, clock)
        acme.day_comes()

    assert len(acme.ours()) == 1
    assert acme.mentioned() == []
    assert "assigned" not in acme.comment()


def test_an_issue_that_nobody_has_is_spoken_on_all_the_same(acme):
    acme.mia.assigns(acme.waiting)
    acme.live.settled()
    acme.day_comes()

    assert "the day to decide by is" in acme.comment()
    assert (acme.mentioned(), acme.told()) == ([], 1)
