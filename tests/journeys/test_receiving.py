"""A site without credentials: what its webhooks say is all that is known of it, in whatever order they come."""

import random

import pytest
from sqlalchemy import select

from service.store.connection import reading
from service.store.neighbourhoods import everything
from service.store.tables import work
from tests.journeys.living import only, serving
from tests.journeys.organisation import Organisation
from tests.kept import facts_in

pytestmark = only("github")


@pytest.fixture
def listening(tracker, store, tmp_path):
    """A service that can only receive."""
    with serving(tracker, store, tmp_path / "detour.toml", token=False) as live:
        tracker.tells(live)
        yield live


def names(live, ref):
    return [finding.name for finding in live.verdict(ref).findings]


def test_payloads_alone_fill_the_store_and_are_judged(tracker, hub, listening):
    acme = Organisation(tracker)
    acme.links()
    listening.settled()
    without = names(listening, "acme/web#1")
    part = acme.mia.opens("acme/web", "Ledger of our own", labels=["fallback"])
    acme.mia.adds_part(acme.waiting, part)
    listening.settled()
    with_part = names(listening, "acme/web#1")
    acme.mia.closes(part, "not_planned")
    listening.settled()

    assert "missing-fallback" in without
    assert "missing-fallback" not in with_part
    assert "fallback-dropped" in names(listening, "acme/web#1")
    assert hub.requests == []


def test_nothing_is_marked_to_be_read_or_said_where_nothing_can_be(tracker, listening):
    acme = Organisation(tracker)
    acme.links()
    listening.settled()

    with reading(listening.engine) as connection:
        lanes = set(connection.execute(select(work.c.lane)).scalars())

    assert lanes == {"judge"}


def a_life(acme):
    """Things that come and go, a second apart: GitHub's own times are no finer."""
    hub, mia = acme.hub, acme.mia
    for change in (
        acme.links,
        lambda: mia.edits(acme.waiting, body="Fallback: acme/web#7"),
        lambda: mia.labels(acme.blocker, "urgent"),
        lambda: mia.edits(acme.waiting, body=f"Fallback for {acme.blocker.ref}: acme/web#2"),
        lambda: mia.opens("acme/web", "Ledger of our own"),
        lambda: mia.closes(hub.issue("acme/web#2"), "not_planned"),
        lambda: mia.reopens(hub.issue("acme/web#2")),
        lambda: mia.edits(acme.waiting, title="Checkout, the second"),
    ):
        change()
        hub.passes(seconds=1)


def known(live):
    """What the store says of every issue, as values."""
    with reading(live.engine) as connection:
        seen = everything(connection)
    return {facts.issue.ref.text: facts for facts in facts_in(seen)}


@pytest.mark.parametrize("order", ["reversed", 1, 2, 3, 4])
def test_payloads_in_any_order_end_in_the_same_store(tracker, hub, listening, order):
    with hub.webhooks_held() as held:
        acme = Organisation(tracker)
        hub.passes(seconds=1)
        a_life(acme)
        in_order = list(held)
        if order == "reversed":
            held.reverse()
        else:
            random.Random(order).shuffle(held)
    listening.settled()
    shuffled = known(listening)

    hub.redeliver(*in_order, times=2)
    listening.settled()

    assert shuffled["acme/web#1"].issue.title == "Checkout, the second"
    assert shuffled["acme/web#2"].issue.state.name == "OPEN"
    assert len(shuffled["acme/web#1"].statements) == 2
    assert known(listening) == shuffled
