"""Audits of one connected site: what each asks for, who begins it, and what is compared with what."""

import asyncio
from zoneinfo import ZoneInfo

import pytest

from connectors.scanning import Wanted
from service.cron import Cron
from service.jobs.auditing import PATIENCE_SECONDS, Audits
from service.pipeline.audits import OVERLAP, Auditing, Order
from service.pipeline.decisions import Decisions
from service.settings import load
from service.store import audits, sweeps
from service.store.clock import changing
from service.store.connection import reading
from service.store.kept_settings import kept_moment
from service.store.leases import Leases
from service.store.work import Lane, mark
from tests.service.pipeline.listening import SITE, listening

DAY = 86400.0
ORDER = Order(sites=(SITE,), asked_by="command")
CONFIGURATION = """
[[github]]
name = "acme"
organizations = ["acme"]
[schedule]
sweep_days = 7
records_days = 30
"""


@pytest.fixture
def auditing(store, tmp_path):
    path = tmp_path / "detour.toml"
    path.write_text(CONFIGURATION)
    with listening(store, readable=True) as site:
        yield Auditing(store, Decisions(load(path, {})), site.sites)


def sweeps_under_way(auditing):
    with reading(auditing.engine) as connection:
        return {one.wanted: one.since for one in sweeps.passages(connection) if one.is_under_way}


def all_through(auditing, now, note=""):
    """Every sweep under way comes to its end, or is given up for a reason."""
    with changing(auditing.engine) as (connection, _):
        for one in sweeps.passages(connection):
            if one.is_under_way and note:
                sweeps.give_up(connection, one, now, note)
            elif one.is_under_way:
                sweeps.end(connection, one, now)


def audit(auditing, order, now):
    begun = auditing.begin(order, now)
    all_through(auditing, now + 1)
    return auditing.conclude(begun, now + 2)


def test_the_first_audit_reads_what_is_open_and_later_ones_what_has_moved(auditing):
    begun = auditing.begin(ORDER, 1000.0)
    assert sweeps_under_way(auditing) == {Wanted.OPEN: None}

    all_through(auditing, 1001.0)
    auditing.conclude(begun, 1002.0)
    all_through(auditing, 1003.0)
    auditing.begin(ORDER, 1000.0 + DAY)

    assert sweeps_under_way(auditing) == {Wanted.MOVED: 1000.0 - OVERLAP}


@pytest.mark.parametrize(("full", "days"), [(True, 1), (False, 8)])
def test_everything_is_read_again_where_that_is_asked_for_or_long_ago(auditing, full, days):
    audit(auditing, ORDER, 1000.0)
    all_through(auditing, 1003.0)

    auditing.begin(Order(sites=(SITE,), asked_by="command", full=full), 1000.0 + days * DAY)

    assert sweeps_under_way(auditing) == {Wanted.OPEN: None}


def test_a_look_back_goes_as_far_as_is_asked_for(auditing):
    audit(auditing, ORDER, 1000.0)
    all_through(auditing, 1003.0)

    auditing.begin(Order(sites=(SITE,), asked_by="command", since=77.0), 1000.0 + DAY)

    assert sweeps_under_way(auditing) == {Wanted.MOVED: 77.0}


def test_closed_issues_are_read_once_behind_the_first_audit(auditing):
    audit(auditing, ORDER, 40 * DAY)
    assert sweeps_under_way(auditing) == {Wanted.CLOSED: 10 * DAY + 2}

    all_through(auditing, 40 * DAY + 3)
    audit(auditing, ORDER, 41 * DAY)

    assert not sweeps_under_way(auditing)


def test_an_audit_that_was_interrupted_is_gone_on_with(auditing):
    first = auditing.begin(ORDER, 1000.0)

    assert auditing.begin(ORDER, 2000.0) == first
    assert auditing.begin(Order(sites=(SITE,), asked_by="schedule", slot=5.0), 2000.0).id != first.id


def test_an_audit_of_the_schedule_is_begun_by_one_process(auditing):
    order = Order(sites=(SITE,), asked_by="schedule", slot=600.0)

    assert auditing.begin(order, 601.0) is not None
    assert auditing.begin(order, 601.1) is None


def test_what_changed_is_told_from_the_last_audit_that_read_everything(auditing):
    assert audit(auditing, ORDER, 1000.0).changes is None
    begun = auditing.begin(ORDER, 2000.0)
    all_through(auditing, 2001.0, note="the token is not accepted")

    failed = auditing.conclude(begun, 2002.0)

    [extent] = failed.extents
    assert (extent.failed, failed.changes.since) == ("the token is not accepted", 1002.0)
    assert audit(auditing, ORDER, 3000.0).changes.since == 1002.0


def test_a_site_without_credentials_is_said_not_to_be_read(store, auditing):
    with listening(store, readable=False) as site:
        receiving = Auditing(store, auditing.decisions, site.sites)
        [extent] = audit(receiving, ORDER, 1000.0).extents

    assert extent.only_received
    assert not sweeps_under_way(auditing)


class Clock:
    """The job of the schedule, at moments of ours."""

    def __init__(self, auditing, monkeypatch):
        self.now, self.begun = 0.0, 0
        monkeypatch.setattr("service.jobs.auditing.time.time", lambda: self.now)
        self.job = Audits(auditing, Cron("0 6 * * *", ZoneInfo("UTC")), self.begins)
        self.lease = Leases(auditing.engine, "a process", 3600).take("", "audit")

    def begins(self):
        self.begun += 1

    def at(self, now):
        """What a lane does at a moment."""
        self.now = now
        due = self.job.due()
        if due is not None and due <= now:
            asyncio.run(self.job.work(self.lease))


@pytest.fixture
def clock(auditing, monkeypatch):
    with auditing.engine.begin() as connection:
        kept_moment(connection, "schedule_since", 10 * DAY)
    return Clock(auditing, monkeypatch)


def ended(auditing):
    with reading(auditing.engine) as connection:
        return [one.slot for one in audits.latest(connection, 9) if one.ended is not None]


SIX = 10 * DAY + 6 * 3600


def test_the_schedule_begins_an_audit_at_its_moment_and_concludes_it_when_all_was_read(auditing, clock):
    clock.at(SIX - 60)
    assert not sweeps_under_way(auditing)

    clock.at(SIX + 1)
    assert (clock.begun, sweeps_under_way(auditing)) == (1, {Wanted.OPEN: None})

    clock.at(SIX + 10)
    assert ended(auditing) == []

    all_through(auditing, SIX + 11)
    clock.at(SIX + 20)
    assert ended(auditing) == [SIX]


def test_an_audit_waits_for_comments_for_an_hour_and_then_lists_what_is_unread(auditing, clock, store):
    with listening(store, readable=True) as site:
        site.looks({"acme/web#1": "1"}, since=site.tick())
        row = site.row("acme/web#1")
    clock.at(SIX + 1)
    with store.begin() as connection:
        mark(connection, Lane.SCAN, [row], 0.0)
    all_through(auditing, SIX + 2)

    clock.at(SIX + 10)
    assert ended(auditing) == []

    clock.at(SIX + 20 + PATIENCE_SECONDS)
    assert ended(auditing) == [SIX]
    with reading(store) as connection:
        assert audits.latest(connection, 1)[0].outcome.extents[0].unread == 1


def test_moments_that_were_missed_are_made_up_for_once(auditing, clock):
    clock.at(SIX + 5 * DAY + 60)
    all_through(auditing, SIX + 5 * DAY + 61)
    clock.at(SIX + 5 * DAY + 70)
    clock.at(SIX + 5 * DAY + 200)

    assert ended(auditing) == [SIX + 5 * DAY]


@pytest.mark.parametrize("cron", [None, Cron("0 6 * * *", ZoneInfo("UTC"))])
def test_what_a_page_asked_for_is_concluded_whatever_the_schedule_says(auditing, clock, cron):
    clock.job.cron = cron
    clock.at(1000.0)
    auditing.begin(Order(sites=(SITE,), asked_by=audits.PAGE), 1001.0)

    all_through(auditing, 1002.0)
    clock.at(1000.0 + 11)

    with reading(auditing.engine) as connection:
        [audit] = audits.latest(connection, 9)
    assert audit.ended == 1011.0
    clock.at(1000.0 + 30)
    assert clock.job.due() is None or cron is not None
