"""A lane under its lease: what drains it, what stops it for a while, and what never does."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from connectors.contract import Unavailable
from service.jobs import lane as lanes
from service.jobs.lane import LaneRun
from service.store.leases import LeaseLostError, Leases

SITE, LANE = "github/acme", "read"
PATIENCE = 10


class Batches:
    """A job: each batch is what it does, nothing or an error. ``due`` is when the next one is."""

    def __init__(self, *batches):
        self.batches, self.leases, self.due_at = list(batches), [], 0.0

    async def work(self, lease):
        self.leases.append(lease)
        batch = self.batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        if batch is not None:
            await batch()
        return True

    def due(self):
        return self.due_at if self.batches else None


@asynccontextmanager
async def running(store, job, *, seconds=3600.0):
    run = LaneRun(SITE, LANE, job, Leases(store, "us", seconds))
    task = asyncio.create_task(run.run())
    try:
        yield run
    finally:
        task.cancel()


async def until(happened):
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


def other(store):
    return Leases(store, "another", 3600)


@pytest.fixture(autouse=True)
def _hasty(monkeypatch):
    """Pauses that a test can wait for."""
    monkeypatch.setattr(lanes, "FIRST_PAUSE", 0.02)


def test_a_lane_is_drained_under_one_lease(store):
    job = Batches(None, None, None)

    async def drain():
        async with running(store, job):
            await until(lambda: not job.batches)

    asyncio.run(drain())

    assert len(job.leases) == 3
    assert len(set(job.leases)) == 1


def test_while_another_process_has_the_lease_nothing_is_done_and_then_everything(store, monkeypatch):
    monkeypatch.setattr(lanes, "POLL_SECONDS", 0.01)
    job, theirs = Batches(None), other(store).take(SITE, LANE)

    async def wait_for_our_turn():
        async with running(store, job):
            await asyncio.sleep(0.1)
            before = len(job.leases)
            other(store).give_back(theirs)
            await until(lambda: not job.batches)
            return before

    assert asyncio.run(wait_for_our_turn()) == 0


def test_while_another_process_has_the_lease_the_store_is_not_asked_all_the_time(store, monkeypatch):
    monkeypatch.setattr(lanes, "POLL_SECONDS", 0.1)
    job, asked = Batches(None), []
    other(store).take(SITE, LANE)
    monkeypatch.setattr(Leases, "take", lambda _self, site, _lane: asked.append(site))

    async def wait():
        async with running(store, job):
            await asyncio.sleep(0.55)

    asyncio.run(wait())

    assert 2 <= len(asked) <= 6


def test_a_lane_that_sleeps_is_woken(store, monkeypatch):
    monkeypatch.setattr(lanes, "POLL_SECONDS", PATIENCE)
    job = Batches()

    async def sleep_and_wake():
        async with running(store, job) as run:
            await asyncio.sleep(0.1)
            job.batches.append(None)
            run.wake()
            await until(lambda: not job.batches)

    started = time.monotonic()
    asyncio.run(sleep_and_wake())

    assert time.monotonic() - started < PATIENCE / 2


def test_what_is_due_later_is_done_then_without_being_woken(store, monkeypatch):
    monkeypatch.setattr(lanes, "POLL_SECONDS", PATIENCE)
    job = Batches(None)
    job.due_at = time.time() + 0.2

    async def wait():
        async with running(store, job):
            await until(lambda: not job.batches)

    asyncio.run(wait())

    assert time.time() >= job.due_at


@pytest.mark.parametrize(
    "fault", [ZeroDivisionError(), OperationalError("", None, Exception("gone")), Unavailable("502"), LeaseLostError()]
)
def test_no_fault_of_a_batch_ends_the_lane(store, fault):
    job = Batches(fault, fault, None)

    async def go_on():
        async with running(store, job) as run:
            run.wake()
            await until(lambda: not job.batches)

    asyncio.run(go_on())

    assert len(job.leases) == 3


def test_a_pause_that_the_tracker_asks_for_is_kept_and_nothing_cuts_it_short(store):
    job = Batches(Unavailable("slow down", retry_after=0.3), None)

    async def wait():
        async with running(store, job) as run:
            await until(lambda: len(job.batches) == 1)
            paused = time.time()
            while job.batches:
                run.wake()
                await asyncio.sleep(0.01)
            return time.time() - paused

    assert asyncio.run(wait()) >= 0.25


@pytest.mark.parametrize("seconds", [86_400.0, float("inf")])
def test_no_pause_is_longer_than_the_longest_whatever_is_asked_for(store, monkeypatch, seconds):
    monkeypatch.setattr(lanes, "LONGEST_ASKED_FOR", 0.1)

    assert pauses(store, Batches(Unavailable("come back some day", retry_after=seconds))) == [0.1]


def pauses(store, job):
    """How long each pause was, until the job has no batch left."""

    async def work():
        async with running(store, job):
            await until(lambda: not job.batches)
            await asyncio.sleep(0.01)

    with capture_logs() as logs:
        asyncio.run(work())
    return [entry["seconds"] for entry in logs if entry["event"] == "lane_paused"]


def test_pauses_grow_with_each_failure_and_begin_anew_after_a_success(store, monkeypatch):
    monkeypatch.setattr(lanes, "FIRST_PAUSE", 0.1)
    fault = Unavailable("502")

    assert pauses(store, Batches(fault, fault, fault, None, fault)) == [0.1, 0.2, 0.4, 0.1]


def test_a_pause_that_was_asked_for_is_no_failure(store, monkeypatch):
    monkeypatch.setattr(lanes, "FIRST_PAUSE", 0.1)
    fault, limit = Unavailable("502"), Unavailable("slow down", retry_after=0.0)

    assert pauses(store, Batches(limit, limit, limit, fault, limit, fault)) == [0, 0, 0, 0.1, 0, 0.1]


def test_pauses_grow_although_what_failed_was_put_off_meanwhile(store, monkeypatch):
    monkeypatch.setattr(lanes, "FIRST_PAUSE", 0.1)
    job = Batches(*[Unavailable("502")] * 3)
    work = job.work

    async def put_off(lease):
        job.due_at = time.time() + 0.3
        await work(lease)

    job.work = put_off

    assert pauses(store, job) == [0.1, 0.2, 0.4]


def test_no_pause_is_endless(store, monkeypatch):
    monkeypatch.setattr(lanes, "LONGEST_PAUSE", 0.2)
    monkeypatch.setattr(lanes, "FIRST_PAUSE", 0.1)

    assert pauses(store, Batches(*[Unavailable("502")] * 4)) == [0.1, 0.2, 0.2, 0.2]


def test_a_lease_is_kept_alive_while_a_batch_takes_longer_than_it_lasts(store):
    taken = []

    async def long():
        await asyncio.sleep(1.0)
        taken.append(await asyncio.to_thread(other(store).take, SITE, LANE))

    job = Batches(long)

    async def work():
        async with running(store, job, seconds=0.4):
            await until(lambda: taken)

    asyncio.run(work())

    assert taken == [None]


def test_a_lease_is_kept_alive_while_all_threads_are_busy_for_longer_than_it_lasts(store):
    taken = []

    def busy():
        time.sleep(1.0)
        taken.append(other(store).take(SITE, LANE))

    async def work():
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(max_workers=1))
        async with running(store, Batches(lambda: asyncio.to_thread(busy)), seconds=0.4):
            await until(lambda: taken)

    asyncio.run(work())

    assert taken == [None]


def test_a_lane_that_lost_its_lease_works_under_a_new_one(store):
    async def lose():
        assert await asyncio.to_thread(Leases(store, "another", -1).take, SITE, LANE)
        raise LeaseLostError

    job = Batches(lose, None)
    former = Leases(store, "us", -1)

    async def work():
        async with running(store, job) as run:
            run.leases = former
            await until(lambda: not job.batches)

    asyncio.run(work())

    assert job.leases[0].fence < job.leases[1].fence


def test_a_lane_that_stops_lets_others_in_at_once(store):
    job = Batches(None)

    async def work_and_stop():
        async with running(store, job) as run:
            await until(lambda: not job.batches)
        await asyncio.to_thread(run.give_back)

    asyncio.run(work_and_stop())

    assert other(store).take(SITE, LANE) is not None


@pytest.mark.parametrize("steps", range(6))
def test_a_lane_that_is_told_to_end_as_it_is_woken_ends(store, steps):
    """However far the waking has come when the end is asked for."""

    async def end():
        run = LaneRun(SITE, LANE, Batches(), Leases(store, "us", 3600))
        task = asyncio.create_task(run.run())
        await asyncio.sleep(0.05)
        run.wake()
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task], timeout=PATIENCE)
        ended = task.done()
        task.cancel()
        assert ended

    asyncio.run(end())
