"""What an organisation has seen changes the verdicts on issues that had no part in it."""

import time

import pytest

from service.jobs.learning import LANE, NO_SITE
from service.pipeline.decisions import Decisions
from service.pipeline.learn import INTERVAL_SECONDS, Learning
from service.settings import load
from service.store.leases import Leases
from tests.journeys.living import configuration, only, serving
from tests.journeys.organisation import Organisation

pytestmark = only("github")
CHOSEN = '[policy]\nselect = ["ALL", "fallback-too-late"]\n'


@pytest.fixture
def lived(tracker, store, tmp_path):
    """An organisation after a day with the service, which looked back before anything had happened."""
    with serving(tracker, store, tmp_path / "service.toml", mode="dry-run", more=CHOSEN) as live:
        tracker.tells(live)
        live.until(lambda: learning(tracker, store, tmp_path).due() > 0)
        acme = Organisation(tracker)
        acme.links()
        acme.fallback()
        live.settled()
        assert "DT107" not in codes(live, acme.waiting)
    return acme


def learning(tracker, store, tmp_path, more=CHOSEN):
    path = tmp_path / "detour.toml"
    path.write_text(configuration(tracker, mode="dry-run", more=more))
    return Learning(store, Decisions(load(path, {})))


def learn(tracker, store, tmp_path):
    lease = Leases(store, "test", 60).take(NO_SITE, LANE)
    return learning(tracker, store, tmp_path).learn(lease, time.time())


def codes(live, issue):
    return {finding.code for finding in live.verdict(issue.ref).findings}


def test_what_other_fallbacks_took_is_expected_of_one_that_tells_nothing(lived, tracker, store, tmp_path):
    with serving(tracker, store, tmp_path / "service.toml", mode="dry-run", more=CHOSEN) as live:
        tracker.tells(live)
        ticket = lived.mia.opens(tracker.web, "Invoices of our own")
        body = f"Blocked by {lived.blocker.ref}\nFallback: {ticket.ref}\nCost: build 50d"
        lived.mia.opens(tracker.web, "Invoices", body)
        live.settled()

    assert learn(tracker, store, tmp_path)

    with serving(tracker, store, tmp_path / "service.toml", mode="dry-run", more=CHOSEN) as live:
        live.settled()
        assert "DT107" in codes(live, lived.waiting)


def test_nothing_is_judged_anew_where_nothing_was_learned(lived, tracker, store, tmp_path):  # noqa: ARG001
    assert not learn(tracker, store, tmp_path)


def test_it_looks_back_once_an_hour_and_at_once_for_another_configuration(lived, tracker, store, tmp_path):  # noqa: ARG001
    assert learning(tracker, store, tmp_path).due() == pytest.approx(time.time() + INTERVAL_SECONDS, abs=120)
    assert learning(tracker, store, tmp_path, more=CHOSEN + "holidays = [2026-12-25]\n").due() == 0
