"""The lane that takes away what came in long ago."""

import asyncio
import time

import pytest
from sqlalchemy import func, select

from connectors.contract import Delivery
from service.jobs import tidying as lane
from service.jobs.learning import NO_SITE
from service.jobs.tidying import LANE, Tidies
from service.settings.retention import A_DAY, RetentionTable
from service.store import tidying
from service.store.deliveries import Deliveries
from service.store.leases import LeaseLostError, Leases
from service.store.tables import delivery as table

SITE = "github/acme"


@pytest.fixture
def kept(store, monkeypatch):
    """Five deliveries that were looked at, of 0, 20, 40, 60 and 100 days ago, the oldest first."""
    monkeypatch.setattr(lane, "REST_SECONDS", 0.0)
    deliveries = Deliveries(store)
    for days in (100, 60, 40, 20, 0):
        deliveries.keep([Delivery(SITE, f"id-{days}", "issues", b"{}")], time.time() - days * A_DAY)
    deliveries.close()
    with store.begin() as connection:
        Deliveries.settle(connection, dict.fromkeys(range(1, 6), ""), {})
    return store


def works(store, job):
    """Works as long as there is more; whether anything is due then."""
    lease = Leases(store, "test", 3600).take(NO_SITE, LANE)

    async def drain():
        while await job.work(lease):
            pass

    asyncio.run(drain())
    return job.due() <= time.time()


def left(store):
    with store.connect() as connection:
        rows = connection.execute(select(table.c.vendor_id, func.length(table.c.body)).order_by(table.c.id))
        return {row.vendor_id: row[1] for row in rows}


@pytest.mark.parametrize(
    ("retention", "expected"),
    [
        ({}, {"id-60": 0, "id-40": 0, "id-20": 0, "id-0": 2}),
        ({"bodies_days": 30, "deliveries_days": 50}, {"id-40": 0, "id-20": 2, "id-0": 2}),
        ({"bodies_days": 0}, {"id-60": 0, "id-40": 0, "id-20": 0, "id-0": 0}),
        ({"bodies_days": 50, "deliveries_days": 0}, {"id-100": 0, "id-60": 0, "id-40": 2, "id-20": 2, "id-0": 2}),
    ],
)
@pytest.mark.parametrize("batch", [1, 500])
def test_what_is_kept_is_what_the_configuration_says(kept, monkeypatch, retention, expected, batch):
    monkeypatch.setattr(tidying, "A_BATCH", batch)

    due = works(kept, Tidies(kept, RetentionTable(**retention)))

    assert left(kept) == expected
    assert not due


def test_a_process_without_the_lease_takes_nothing_away(kept):
    job, lease = Tidies(kept, RetentionTable()), Leases(kept, "test", 3600).take(NO_SITE, LANE)
    Leases(kept, "test", 3600).give_back(lease)
    Leases(kept, "another", 3600).take(NO_SITE, LANE)

    with pytest.raises(LeaseLostError):
        asyncio.run(job.work(lease))
    assert len(left(kept)) == 5
