"""Whatever happens to webhooks and answers: each thing is said once, and what stands in the end is the same."""

import random

import pytest

from connectors.simulator import failures
from connectors.simulator.answers import json_answer
from connectors.simulator.faults import Fault
from service.speech.markdown import render
from tests.exploring import times
from tests.journeys.living import serving
from tests.journeys.organisation import Organisation


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    live.settled()
    return acme


def a_day(acme):
    """What changes verdicts again and again, and ends with a false fallback."""
    acme.links()
    ticket = acme.fallback()
    acme.mia.labels(acme.waiting, "urgent")
    acme.mia.comments(acme.waiting, f"Blocked by: {acme.blocker.ref}")
    acme.mia.closes(ticket, "not_planned")


def test_many_deliveries_of_each_webhook_say_what_one_says(hub, live, acme):
    a_day(acme)
    live.settled()
    before, notified, writes = acme.shown(), acme.notified(), acme.writes()

    hub.redeliver(*hub.deliveries, times=times(9, 99))
    live.settled(120)

    assert len(before) == 1
    assert "was dropped" in before[0]
    assert (acme.shown(), acme.notified(), acme.writes()) == (before, notified, writes)


@pytest.mark.parametrize("order", ["reversed", 1, 2, 3])
def test_webhooks_in_any_order_end_in_the_same_comment_and_one_notification(hub, live, acme, order):
    with hub.webhooks_held() as held:
        a_day(acme)
        if order == "reversed":
            held.reverse()
        else:
            random.Random(order).shuffle(held)
    live.settled()

    [only] = acme.shown()
    assert "was dropped" in only
    assert acme.notified() == 1


def test_doubled_and_lost_webhooks_do_no_harm_once_any_later_one_comes(hub, live, acme):
    hub.loses_webhooks(2)
    acme.links()
    hub.doubles_webhooks(3)
    acme.mia.labels(acme.waiting, "urgent")
    acme.mia.labels(acme.blocker, "asked")
    live.settled()

    assert "no fallback" in acme.comment()
    assert acme.notified() == 1


HAPPENED = {
    "502 afterwards": failures.bad_gateway_afterwards(),
    "503 afterwards": failures.bad_gateway_afterwards(503),
    "dropped afterwards": failures.dropped_afterwards(),
}
NOT_DONE = {
    "502": failures.server_error(502),
    "dropped": failures.dropped(),
}
NOT_ALLOWED = Fault(instead=json_answer(403, {"message": "You may not.", "errorMessages": ["You may not."]}))
FAULTS = [pytest.param(fault, id=name) for name, fault in (HAPPENED | NOT_DONE).items()]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failed_write_ends_in_one_comment_whether_it_happened_or_not(hub, live, acme, fault):
    hub.fails(fault, *acme.tracker.new_comment)
    acme.links()
    live.settled()

    assert len(acme.shown()) == 1
    assert acme.notified() == 1


def test_a_write_that_was_one_too_many_is_made_up_for(hub, live, acme):
    for fault in acme.tracker.limited:
        hub.fails(fault, *acme.tracker.new_comment)
        hub.fails(fault, *acme.tracker.edited_comment)
    acme.links()
    live.settled()
    acme.fallback()
    live.settled()

    assert len(acme.shown()) == 1
    assert acme.notified() == 1


@pytest.mark.parametrize("fault", FAULTS)
def test_a_failed_edit_ends_in_the_right_words(hub, live, acme, fault):
    acme.links()
    live.settled()

    hub.fails(fault, *acme.tracker.edited_comment)
    acme.fallback()
    live.settled()

    [only] = acme.shown()
    assert "stands in for" in only
    assert acme.notified() == 1


def test_a_reading_that_fails_is_made_up_for(hub, live, acme):
    hub.fails(failures.server_error(502), *acme.tracker.reading, times=2)
    hub.fails(failures.server_error(500), *acme.tracker.thread)
    acme.links()
    live.settled()

    assert "no fallback" in acme.comment()


def test_what_a_person_deleted_does_not_come_back_for_the_same_events(live, acme):
    acme.links()
    live.settled()
    [comment] = acme.ours()

    acme.mia.deletes_comment(comment)
    acme.mia.labels(acme.waiting, "urgent")
    acme.mia.edits(acme.waiting, body="We still need it.")
    live.settled()

    assert acme.ours() == []


def test_what_we_were_not_allowed_to_say_is_said_when_its_issue_changes_and_we_may(hub, live, acme):
    hub.fails(NOT_ALLOWED, *acme.tracker.new_comment, times=2)
    acme.links()
    live.settled()
    before = acme.shown() + acme.briefs()

    acme.mia.labels(acme.waiting, "urgent")
    live.settled()

    assert before == []
    assert "no fallback" in acme.comment()
    assert len(acme.briefs()) == 1
    assert acme.notified() == acme.notified(acme.blocker) == 1


def test_nothing_is_said_in_a_dry_run_but_everything_is_judged(tracker, store, tmp_path):
    with serving(tracker, store, tmp_path / "detour.toml", mode="dry-run") as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.links()
        live.settled()

        verdict = live.verdict(acme.waiting.ref)

    assert "no fallback" in render(verdict.remark.document)
    assert acme.writes() == []


def test_a_restarted_service_says_what_is_left_and_nothing_twice(tracker, store, tmp_path):
    path = tmp_path / "detour.toml"
    with serving(tracker, store, path) as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.links()
        live.settled()
    writes = acme.writes()

    with serving(tracker, store, path) as live:
        live.settled()

    assert acme.writes() == writes
    assert acme.notified() == 1


def test_an_access_that_was_lost_concludes_nothing_and_what_was_missed_is_read_later(live, acme):
    ticket = acme.fallback()
    acme.links()
    live.settled()

    before = acme.tracker.readings()
    acme.tracker.loses_access()
    acme.mia.closes(ticket, "not_planned")
    live.until(lambda: acme.tracker.readings() > before + 2)  # with its control, and once more later
    said, verdict = acme.ours(), live.verdict(acme.waiting.ref)
    acme.tracker.regains_access()
    live.settled()

    assert said == []
    assert not any(finding.speaks for finding in verdict.findings)
    assert "was dropped" in acme.comment()
