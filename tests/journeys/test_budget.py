"""A team gets so many new comments a day, on each tracker; what is over that is neither lost nor told twice."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from service.speech.markers import Role
from service.store.connection import reading
from service.store.noise import Thread, held_in
from service.store.tables import noise, work
from service.store.work import Lane
from tests.journeys.living import serving
from tests.journeys.organisation import Organisation
from tests.journeys.test_digests import Week, outlet
from tests.journeys.trackers import github, jira
from tests.service.digest.receivers import chat_room

DAY = timedelta(days=1).total_seconds()
MINUTE = 60


@pytest.fixture
def room():
    with chat_room() as room:
        yield room


class Spoken(Organisation):
    """``waiting`` and ``other`` belong to one team, and wait on another."""

    def __init__(self, tracker, live):
        super().__init__(tracker)
        self.live = live
        self.other = self.plans(tracker.web, "Search")
        live.settled()

    def waits(self, *issues):
        """The issues begin to wait, one after the other; what is over the budget stays undone for today."""
        for issue in issues:
            self.mia.blocks(issue, by=self.blocker)
            self.live.until(lambda issue=issue: self.live.verdict(issue.ref).remark is not None)
            self.live.until(lambda issue=issue: self.is_told(issue))

    def is_told(self, issue):
        return bool(self.ours(issue)) or bool(self.held(issue))

    def held(self, issue):
        row = self.live.verdict(issue.ref).issue_id
        with reading(self.live.engine) as connection:
            return held_in(connection, Thread(row, Role.VERDICT))

    def comments(self):
        return [len(self.ours(issue)) for issue in (self.waiting, self.other)]

    def day_is_over(self):
        """All that can be said today is said, and the rest is put off."""
        self.live.until(lambda: not self.live.busy() or self.is_put_off())
        self.day_passes()

    def is_put_off(self):
        return put_off(self.live) > 0

    def day_passes(self):
        """What was written and put off is a day older."""
        with self.live.engine.begin() as connection:
            connection.execute(update(noise).values(at=noise.c.at - DAY))
            connection.execute(update(work).where(work.c.lane == Lane.SPEAK.value).values(due=work.c.due - 2 * DAY))


def put_off(live):
    """How many issues wait for another day to be spoken on; 0 while some wait for this one."""
    waits = (work.c.lane == Lane.SPEAK.value) & (work.c.generation > work.c.done)
    with reading(live.engine) as connection:
        dues = list(connection.execute(select(work.c.due).where(waits)).scalars())
    return len(dues) if all(due > time.time() + MINUTE for due in dues) else 0


def living(tracker, store, tmp_path, **choices):
    return serving(tracker, store, tmp_path / "detour.toml", budget=1, **choices)


def test_one_too_many_waits_for_another_day_whatever_happens_meanwhile(tracker, store, tmp_path):
    with living(tracker, store, tmp_path) as live:
        tracker.tells(live)
        acme = Spoken(tracker, live)
        acme.waits(acme.waiting, acme.other)
        today = acme.comments(), len(acme.held(acme.other))
        acme.mia.labels(acme.other, "urgent")
        live.until(acme.is_put_off)
    with living(tracker, store, tmp_path) as live:
        acme.live = live
        live.until(acme.is_put_off)
        restarted = acme.comments()
        acme.day_is_over()
        live.settled()
        tomorrow = acme.comments(), acme.notified(acme.other), acme.held(acme.other)
        acme.mia.labels(acme.other, "nice")
        live.settled()

    assert today == ([1, 0], 1)
    assert restarted == [1, 0]
    assert tomorrow == ([1, 1], 1, frozenset())
    assert (acme.comments(), acme.notified(acme.other)) == ([1, 1], 1)


def test_what_is_settled_before_its_day_comes_is_never_said(tracker, store, tmp_path):
    with living(tracker, store, tmp_path) as live:
        tracker.tells(live)
        acme = Spoken(tracker, live)
        acme.waits(acme.waiting, acme.other)
        acme.mia.closes(acme.blocker)
        live.until(lambda: live.verdict(acme.other.ref).remark is None)
        acme.day_is_over()
        live.settled()

    assert acme.comments() == [1, 0]


def test_where_a_comment_stands_it_is_edited_and_nobody_is_notified(tracker, store, tmp_path):
    with living(tracker, store, tmp_path) as live:
        tracker.tells(live)
        acme = Spoken(tracker, live)
        acme.waits(acme.waiting)
        [first] = acme.ours()
        invoices = acme.mia.opens(tracker.pay, "Invoices")
        acme.mia.blocks(acme.waiting, by=invoices)
        live.until(lambda: invoices.ref in acme.comment())
        [edited] = acme.ours()
        silent = acme.notified()
        acme.day_is_over()
        live.settled()

    assert (first.id, silent) == (edited.id, 1)
    [anew] = acme.ours()
    assert (anew.id != first.id, acme.notified()) == (True, 2)


def test_a_team_with_a_digest_reads_it_there_and_not_once_more(tracker, store, tmp_path, room, monkeypatch):
    monkeypatch.setattr("service.jobs.telling.LOOK_SECONDS", 0.02)
    with living(tracker, store, tmp_path, outlet=outlet(room)) as live:
        tracker.tells(live)
        acme, week = Spoken(tracker, live), Week(live)
        acme.waits(acme.waiting, acme.other)
        live.settled()
        acme.day_passes()
        acme.mia.labels(acme.other, "urgent")
        live.settled()
        before = acme.comments(), len(acme.held(acme.other))
        week.passes()
        after = acme.held(acme.other)
        acme.day_passes()
        acme.mia.labels(acme.other, "nice")
        week.passes()
        quiet = acme.comments()
        acme.mia.blocks(acme.other, by=acme.mia.opens(tracker.pay, "Invoices"))
        live.settled()

    [text] = room.texts
    assert before == ([1, 0], 1)
    assert f"*Told here, for the day's budget was spent (1)*\n\n- `{acme.other.ref}` `Search`" in text
    assert f"*Newly in violation (1)*\n\n- `{acme.waiting.ref}`" in text
    assert (after, quiet) == (frozenset(), [1, 0])
    [said] = acme.shown(acme.other)
    assert "3 things to settle here" in said


def test_a_team_that_lost_its_digest_is_told_on_the_issue(tracker, store, tmp_path, room):
    with living(tracker, store, tmp_path, outlet=outlet(room)) as live:
        tracker.tells(live)
        acme = Spoken(tracker, live)
        acme.waits(acme.waiting, acme.other)
        live.settled()
        acme.day_passes()
    with living(tracker, store, tmp_path) as live:
        live.settled()

    assert acme.comments() == [1, 1]
    assert room.asked == 0


def test_all_trackers_of_a_team_share_its_day(store, tmp_path):
    with github() as here, jira() as there, serving((here, there), store, tmp_path / "detour.toml", budget=3) as live:
        trackers = (here, there)
        for tracker in trackers:
            tracker.tells(live)
        places = [Organisation(tracker) for tracker in trackers]
        live.settled()
        waiting = [(acme, acme.plans(acme.tracker.web, f"Plan {number}")) for number in range(3) for acme in places]
        live.settled()
        for acme, issue in waiting:
            acme.mia.blocks(issue, by=acme.blocker)
        live.until(lambda: put_off(live) == 3)

    assert sum(len(acme.ours(issue)) for acme, issue in waiting) == 3
