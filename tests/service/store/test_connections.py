"""The state of each connection, as the store tells it."""

import pytest

from connectors.contract import Delivery
from connectors.scanning import Wanted
from service.store import sweeps
from service.store.clock import changing
from service.store.connection import reading
from service.store.connections import states
from service.store.deliveries import Deliveries
from tests.service.overview.drawn import planned
from tests.service.store.remembering import look, remember

GITHUB, JIRA = "github/acme", "jira/acme"


def of(store, site, now=1000.0):
    with reading(store) as connection:
        [found] = states(connection, [site], now)
    return found


def test_of_a_site_of_which_nothing_came_nothing_is_known(store):
    found = of(store, JIRA)

    assert (found.received, found.swept, found.known, found.error) == (None, None, 0, "")


def test_the_last_webhook_and_the_last_dead_letter_are_told(store):
    table = Deliveries(store)
    table.keep([Delivery(JIRA, f"id-{at}", "updated", b"{}") for at in range(3)], 1.0)
    table.keep([Delivery(GITHUB, "other", "issues", b"{}")], 2.0)
    table.close()
    with store.begin() as connection:
        Deliveries.settle(connection, {}, {2: "cannot be read"})

    found = of(store, JIRA)

    assert (found.received.id, found.dead.id, found.dead.note) == (3, 2, "cannot be read")


def test_a_sweep_that_waits_tells_until_when_and_why(store):
    with changing(store) as (connection, _):
        sweeps.begin(connection, JIRA, Wanted.OPEN, 900.0)
        [passage] = sweeps.passages(connection)
        sweeps.pause(connection, passage, 2000.0, "its limit is used up")

    found = of(store, JIRA)

    assert (found.paused_until, found.error, found.swept.ended) == (2000.0, "its limit is used up", None)
    assert of(store, JIRA, now=2001.0).paused_until == 0.0


@pytest.mark.parametrize(("text", "site"), [("SHOP-1", JIRA), ("acme/web#1", GITHUB)])
def test_open_issues_are_counted_by_site(store, text, site):
    with store.begin() as connection:
        remember(connection, *map(look, planned(text).facts.values()))

    assert of(store, site).known == 1
