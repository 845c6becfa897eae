"""What a tracker says is left of its limits is kept by the process that asks it, for every other."""

import asyncio

import pytest

from connectors.contract import Unavailable
from connectors.metering import Left, Meter
from service.jobs import metering
from service.jobs.metering import Metered
from service.store import allowances
from service.store.connection import open_store, reading


class Asking:
    """A job that asks a tracker, which tells each time how much is left: of what is more, or fails."""

    def __init__(self, meter, *told):
        self.meter, self.told = meter, list(told)

    async def work(self, _lease):
        told = self.told.pop(0)
        if isinstance(told, Exception):
            self.meter.left["core"] = Left(5_000, 0)
            raise told
        self.meter.left["core"] = Left(5_000, told)
        return bool(self.told)

    def due(self):
        return 7.0


def asking(store, *told):
    meter = Meter()
    return Metered(Asking(meter, *told), store, "github/acme", meter)


def kept(store):
    with reading(store) as connection:
        return [(one.site, one.resource, one.remaining, one.most) for one in allowances.all_kept(connection)]


def test_the_last_answer_is_kept_in_the_place_of_the_one_before(store):
    job = asking(store, 4_000, 3_000)

    assert asyncio.run(job.work(None)) is True
    assert kept(store) == [("github/acme", "core", 4_000, 5_000)]
    assert asyncio.run(job.work(None)) is False
    assert kept(store) == [("github/acme", "core", 3_000, 5_000)]
    assert job.due() == 7.0


def test_while_there_is_more_to_do_not_each_answer_is_kept(store, monkeypatch):
    job = asking(store, 4_000, 3_000, 2_000, 1_000)

    for _ in range(2):
        asyncio.run(job.work(None))
    assert kept(store) == [("github/acme", "core", 4_000, 5_000)]
    monkeypatch.setattr(metering, "SECONDS", -1.0)
    asyncio.run(job.work(None))

    assert kept(store) == [("github/acme", "core", 2_000, 5_000)]


def test_it_is_kept_where_the_limit_is_what_stops_the_work(store):
    with pytest.raises(Unavailable, match="used up"):
        asyncio.run(asking(store, Unavailable("used up", retry_after=60)).work(None))

    assert kept(store) == [("github/acme", "core", 0, 5_000)]


def test_a_store_that_cannot_keep_it_stops_no_work(tmp_path):
    assert asyncio.run(asking(open_store(f"sqlite:///{tmp_path}/empty.db"), 4_000).work(None)) is False
