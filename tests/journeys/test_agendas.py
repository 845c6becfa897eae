"""The days of issues are kept with their verdicts, as they change, on each tracker."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.organisation import Organisation


@pytest.fixture
def acme(tracker, live):
    acme = Organisation(tracker)
    acme.links()
    live.settled()
    return acme


def test_a_verdict_keeps_whose_issue_it_is_and_the_day_to_decide_by(live, acme):
    verdict = live.verdict(acme.waiting.ref)

    [one] = verdict.agenda
    launch = (datetime.now(UTC) + timedelta(days=60)).date()
    assert verdict.team == "web"
    assert launch - timedelta(days=10) < one.day < launch


def test_another_day_takes_its_place_and_the_answer_ends_it(live, acme):
    acme.mia.edits(acme.waiting, body="Decide by 2099-05-04")
    live.settled()
    [named] = live.verdict(acme.waiting.ref).agenda
    acme.mia.closes(acme.blocker)
    live.settled()

    assert named.day.isoformat() == "2099-05-04"
    assert live.verdict(acme.waiting.ref).agenda == ()
