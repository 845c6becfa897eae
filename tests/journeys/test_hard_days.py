"""Days on which a tracker storms, or this machine's clock is a day off: webhooks are taken, and the end is as ever."""

import signal
from datetime import timedelta

import pytest

from connectors.simulator import failures
from service.store.connection import open_store
from tests.forked import Forked, serve_by_another_clock, serve_unpaced
from tests.journeys.fleets import is_ready
from tests.journeys.living import Detour, configuration, serving
from tests.journeys.organisation import Organisation
from tests.journeys.under_load import doubled
from tests.served import free_port

PATIENCE = 60
AT_ONCE = 2.0
"""Seconds in which all webhooks of a storm are answered, while each request to the tracker takes as long or longer."""
A_DAY = timedelta(days=1).total_seconds()
STORMS = (failures.slow(AT_ONCE), failures.server_error(503), failures.dropped())


def test_webhooks_are_taken_at_once_whatever_the_tracker_does(tracker, store, tmp_path, monkeypatch):
    monkeypatch.setattr("service.jobs.lane.LONGEST_PAUSE", 0.5)
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        tracker.tells(live)
        acme = Organisation(tracker)
        acme.links()
        live.settled()
        before = acme.comment()

        for fault in (*STORMS, *tracker.limited):
            tracker.hub.fails(fault, times=1000)
            acme.mia.edits(acme.waiting, body=f"Fallback for {acme.blocker.ref}: {acme.blocker.ref}")
            for number in range(20):
                acme.mia.edits(acme.waiting, title=f"Checkout {number}")
            tracker.hub.settled(AT_ONCE)
            assert acme.comment() == before
            tracker.hub.heals()

        live.settled(PATIENCE)
        assert "is the blocker itself" in acme.comment()
        assert [one for one in tracker.hub.deliveries if one.answers != [200]] == []


@pytest.mark.parametrize("tracker", ["github"], indirect=True)
@pytest.mark.parametrize("seconds", [A_DAY, -A_DAY], ids=["ahead", "behind"])
def test_a_clock_that_is_a_day_off_changes_nothing_of_what_is_said(tracker, store_url, tmp_path, seconds):
    port, path, log = free_port(), tmp_path / "detour.toml", tmp_path / "log"
    address = f"http://127.0.0.1:{port}"
    path.write_text(configuration(tracker, more=f'[server]\nport = {port}\n[store]\nurl = "{store_url}"\n'))
    engine = open_store(store_url)
    detour = Detour((tracker.hub,), engine, address)
    tracker.tells(detour)

    first = Forked(serve_by_another_clock, str(path), seconds, out=log, err=log)
    detour.until(lambda: is_ready(address), PATIENCE)
    acme = Organisation(tracker)
    acme.links()
    detour.settled(PATIENCE)
    said = acme.comment()
    first.send_signal(signal.SIGTERM)
    first.ends(20)
    second = Forked(serve_unpaced, str(path), out=log, err=log)
    detour.until(lambda: is_ready(address), PATIENCE)
    ticket = acme.fallback()
    detour.settled(PATIENCE)
    acme.mia.closes(ticket, "not_planned")
    detour.settled(PATIENCE)
    second.send_signal(signal.SIGTERM)
    second.ends(20)
    engine.dispose()

    assert "has no plan B" in said
    assert "was dropped" in acme.comment()
    assert doubled((tracker.hub,)) == []
    assert "Traceback" not in log.read_text()
