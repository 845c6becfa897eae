"""What came in long ago goes away: first the bodies, then the deliveries; what nobody looked at stays."""

import pytest
from sqlalchemy import select

from connectors.contract import Delivery
from service.store import tidying
from service.store.deliveries import Deliveries, DeliveryState
from service.store.tables import delivery as table
from service.store.tidying import tidy

SITE = "github/acme"


@pytest.fixture
def kept(store):
    """Ten deliveries, one a second; the third is dead, the last was not looked at."""
    deliveries = Deliveries(store)
    for second in range(10):
        deliveries.keep([Delivery(SITE, f"id-{second}", "issues", b'{"canary": 1}')], float(second))
    deliveries.close()
    with store.begin() as connection:
        Deliveries.settle(connection, dict.fromkeys((1, 2, *range(4, 10)), ""), {3: "not understood"})
    return store


def bodies(store):
    """What is there: each delivery's id, and whether its body is."""
    with store.connect() as connection:
        rows = connection.execute(select(table.c.id, table.c.body).order_by(table.c.id))
        return {row.id: bool(row.body) for row in rows}


def tidied(store, bodies_before, forget_before):
    with store.begin() as connection:
        return tidy(connection, 0, bodies_before, forget_before)


def test_bodies_go_first_and_later_the_rest(kept):
    done = tidied(kept, bodies_before=6.0, forget_before=2.0)

    assert (done.scrubbed, done.forgotten, done.through) == (3, 2, None)
    assert bodies(kept) == {3: True, 4: False, 5: False, 6: False, 7: True, 8: True, 9: True, 10: True}


def test_what_nobody_looked_at_and_what_is_dead_stays(kept):
    tidied(kept, bodies_before=100.0, forget_before=100.0)

    assert bodies(kept) == {3: True, 10: True}


def test_a_second_time_there_is_nothing_to_do(kept):
    tidied(kept, bodies_before=6.0, forget_before=2.0)

    assert tidied(kept, bodies_before=6.0, forget_before=2.0) == tidying.Tidied(0, 0, None)


def test_it_goes_some_at_a_time_as_long_as_they_are_old(kept, monkeypatch):
    monkeypatch.setattr(tidying, "A_BATCH", 2)
    through, batches = 0, []

    while through is not None:
        with kept.begin() as connection:
            done = tidy(connection, through, 5.0, 0.0)
        batches.append(done.scrubbed)
        through = done.through

    assert batches == [2, 2, 0]
    assert [one for one, there in bodies(kept).items() if not there] == [1, 2, 4, 5]


def test_a_delivery_without_its_body_is_still_known_and_cannot_be_replayed(kept):
    tidied(kept, bodies_before=6.0, forget_before=0.0)
    deliveries = Deliveries(kept)

    assert deliveries.keep([Delivery(SITE, "id-0", "issues", b'{"canary": 1}')], 100.0) == 0
    assert deliveries.replay([1, 3]) == 1
    assert deliveries.counts()[DeliveryState.DEAD] == 0
    deliveries.close()
