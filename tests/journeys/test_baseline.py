"""Going live: what was there is taken as known, and only what happens from then on is said."""

import pytest

from tests.journeys.living import serving
from tests.journeys.organisation import Organisation


@pytest.fixture
def acme(tracker, store, tmp_path):
    """An organisation in which a link without a fallback was found while Detour only looked on."""
    with serving(tracker, store, tmp_path / "detour.toml", mode="dry-run") as silent:
        tracker.tells(silent)
        acme = Organisation(tracker)
        acme.links()
        acme.misses = acme.plans(tracker.web, "Search")
        acme.mia.edits(acme.misses, body="Blocked by 12")
        silent.settled()
    return acme


@pytest.fixture
def live(acme, tracker, store, tmp_path):  # noqa: ARG001
    """The same service, on the day on which it goes live."""
    with serving(tracker, store, tmp_path / "detour.toml") as live:
        tracker.tells(live)
        live.settled()
        yield live


def test_nothing_is_said_of_what_was_there_before(live, acme):
    assert acme.writes() == []

    acme.mia.edits(acme.waiting, title="Checkout, the second")
    live.settled()

    assert acme.writes() == []


def test_another_link_of_the_same_issue_is_said_with_all_that_is_there(live, acme):
    other = acme.mia.opens(acme.tracker.pay, "Invoices")
    acme.mia.blocks(acme.waiting, by=other)
    live.settled()

    assert "3 things to settle here" in acme.comment()
    assert acme.notified() == 1


def test_a_dropped_blocker_is_said(live, acme):
    acme.mia.closes(acme.blocker, "not_planned")
    live.settled()

    assert "without being done" in acme.comment()


def test_what_was_settled_and_comes_back_is_said(live, acme):
    ticket = acme.fallback()
    live.settled()
    assert acme.writes() == []

    acme.mia.edits(acme.waiting, body="No plan yet.")
    live.settled()

    assert ticket is not None
    assert "has no plan B" in acme.comment()


def test_a_day_to_decide_by_that_comes_is_said(live, acme):
    acme.mia.edits(acme.waiting, body="Needed by 2020-01-31")
    live.settled()

    assert "has no plan B" in acme.comment()
    assert acme.notified() == 1
