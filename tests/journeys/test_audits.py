"""Audits of connected trackers, by the command and by the schedule of a service that runs."""

import json
import time

import pytest

from service.cli import main
from service.store import audits
from service.store.connection import reading
from service.store.tables import setting
from service.store.upserts import put
from tests.journeys.living import configuration, serving
from tests.journeys.organisation import Organisation

AN_HOUR = 3600
CLEAN, FOUND, COULD_NOT_RUN = 0, 1, 2


@pytest.fixture
def acme(tracker):
    return Organisation(tracker)


@pytest.fixture
def audit(tracker, store_url, tmp_path, capsys):
    """Runs ``detour audit`` on the tracker; returns its exit status, its JSON, and what it said beside it."""
    path = tmp_path / "audit.toml"

    def run(*words, key=None):
        text, known = configuration(tracker, more=f'[store]\nurl = "{store_url}"\n'), tracker.hub.bot_token
        path.write_text(text.replace(f'token = "{known}"', f'token = "{key or known}"'))
        capsys.readouterr()
        status = main(["audit", "--config", str(path), "--format", "json", *words])
        printed, said = capsys.readouterr()
        return status, json.loads(printed) if printed else None, said

    return run


def found(report):
    """The gravest findings, by rule, with their issues."""
    return {(one["name"], one["issue"]["ref"]) for one in report["findings"] if one["severity"] == "error"}


def test_an_audit_finds_what_no_webhook_told(acme, audit):
    acme.links()

    status, report, _ = audit()

    assert status == FOUND
    assert found(report) == {("missing-fallback", acme.waiting.ref)}
    [read] = report["audit"]["read"]
    assert (read["site"], read["full"], read["issues"], read["unread"]) == (acme.tracker.site, True, 2, 0)


def test_a_fallback_in_a_comment_is_read_before_anything_is_concluded(acme, audit):
    acme.links()
    ticket = acme.mia.opens(acme.tracker.web, "Ledger of our own")
    acme.mia.comments(acme.waiting, f"Fallback for {acme.blocker.ref}: {ticket.ref}")

    status, report, _ = audit()

    assert (status, found(report)) == (CLEAN, set())


def test_the_next_audit_reads_what_has_moved_and_says_what_is_new(acme, audit):
    other = acme.plans(acme.tracker.web, "Search")
    acme.links()
    audit()
    acme.mia.edits(other, body=f"Blocked by: {acme.blocker.ref}")

    _, report, _ = audit()

    assert found(report) == {("missing-fallback", acme.waiting.ref), ("missing-fallback", other.ref)}
    [read] = report["audit"]["read"]
    assert not read["full"]
    assert read["missed"] == 1
    assert (report["audit"]["changes"]["came"], report["audit"]["changes"]["went"]) >= (1, 0)


def test_an_issue_that_was_closed_without_a_word_is_seen_to_be(acme, audit):
    acme.links()
    audit()
    acme.mia.closes(acme.waiting)

    status, report, _ = audit("--full")

    assert (status, found(report)) == (CLEAN, set())


def test_findings_of_one_team_can_be_asked_for(acme, audit):
    acme.links()

    assert found(audit("--team", "web")[1]) == {("missing-fallback", acme.waiting.ref)}
    assert found(audit("--team", "payments")[1]) == set()
    status, _, said = audit("--team", "pay")
    assert status == COULD_NOT_RUN
    assert "no issue is of such a team; there are payments, web" in said


def test_a_token_that_is_not_accepted_is_no_good_news(acme, audit):
    acme.links()

    status, report, said = audit(key="another")

    assert status == COULD_NOT_RUN
    assert report["audit"]["read"][0]["failed"]
    assert f"{acme.tracker.site} could not be read: " in said


def test_a_site_that_is_not_connected_is_refused(audit):
    status, _, said = audit("--site", "jira/acmee")

    assert status == COULD_NOT_RUN
    assert "--site jira/acmee is not connected" in said


@pytest.fixture
def scheduled(tracker, store, tmp_path):
    """A service that speaks, and whose schedule had a moment before it was started."""
    with store.begin() as connection:
        put(connection, setting, [{"name": "schedule_since", "value": repr(time.time() - AN_HOUR).encode()}])

    def serve(**choices):
        tracker.hub.settled(5)
        return serving(tracker, store, tmp_path / "service.toml", schedule="* * * * *", **choices)

    return serve


def concluded(live, count=1):
    """Waits until so many audits of the schedule have ended; all that is known of them, the oldest first."""
    deadline = time.monotonic() + 100
    while time.monotonic() < deadline:
        with reading(live.engine) as connection:
            ended = [one for one in audits.latest(connection, 99) if one.ended is not None]
        if len(ended) >= count:
            return ended[::-1]
        time.sleep(0.05)
    raise TimeoutError


def test_the_schedule_audits_once_and_the_first_audit_says_nothing(acme, scheduled):
    acme.links()

    with scheduled() as live:
        [first] = concluded(live)
        live.settled()

        assert first.slot is not None
        assert first.outcome.rules["DT101"] == 1
        assert not acme.writes()

        other = acme.plans(acme.tracker.web, "Search")
        acme.tracker.tells(live)
        acme.mia.edits(other, body=f"Blocked by: {acme.blocker.ref}")
        live.settled()

        assert len(acme.shown(other)) == 1
        assert not acme.shown()
