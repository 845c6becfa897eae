"""The cluster runner on PostgreSQL: what is woken is drained, by one at a time, and what was lost is found."""

import asyncio
import time
from contextlib import AsyncExitStack, asynccontextmanager
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from service.jobs import cluster as clusters
from service.jobs.cluster import Cluster
from service.jobs.lane import LaneRun
from service.jobs.queue import Pace
from service.jobs.waking import DRAIN, Key, Waker, wake_app
from service.store.connection import open_store, reading

NEVER = "0 0 1 1 * 0"
"""A moment of the year that no test waits for."""
STILL = {"poll": 3600, "look": 3600, "sweep": NEVER, "rescue": NEVER}
"""The pace of one that looks at nothing by itself."""
EACH_SECOND = "* * * * * *"
HEAR, READ = Key("github/acme", "hear"), Key("github/acme", "read")
PATIENCE = 20


class Batches:
    """A job that any number of runners share: ``waits`` batches, and who was at work when."""

    def __init__(self, waits=0):
        self.waits, self.done, self.at_once, self.most = waits, 0, 0, 0

    async def work(self, _lease):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await asyncio.sleep(0.002)
        self.waits, self.done, self.at_once = max(0, self.waits - 1), self.done + 1, self.at_once - 1
        return True

    def due(self):
        return 0.0 if self.waits else None


class Place:
    """A workplace with one lane."""

    def __init__(self, engine, key, job):
        self.engine, self.key, self.job = engine, key, job
        self.sites, self.decisions = SimpleNamespace(readable=lambda _: False), SimpleNamespace(digest=b"")
        self.sender = SimpleNamespace(close=lambda: asyncio.sleep(0))

    def lanes(self, leases, _key, _wake):
        return [LaneRun(*self.key, self.job, leases)]


@pytest.fixture
def engine(postgres_store):
    engine = open_store(postgres_store)
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def _strangers(monkeypatch):
    """All runners here are of this process, which is not dead."""
    monkeypatch.setattr(clusters, "is_dead", lambda _: False)


@asynccontextmanager
async def running(engine, key, job, **pace):
    """A runner with one lane, once it hears of what comes."""
    cluster = Cluster(Place(engine, key, job), Pace(**STILL | pace))
    before = listeners(engine)
    await cluster.start(time.time())
    await until(lambda: len(listeners(engine) - before) >= (2 if key is READ else 1))
    try:
        yield cluster
    finally:
        await cluster.stop()


@asynccontextmanager
async def waking(engine, key, due=0.0):
    """Somebody else who wakes the lane, as another process would, and takes its work to be due then."""
    app = wake_app(engine)
    async with app.open_async():
        waker = Waker(app, engine, {key: lambda: due})
        task = asyncio.create_task(waker.run())
        yield waker
        task.cancel()


def listeners(engine):
    """The connections that wait for notifications."""
    listening = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
    with reading(engine) as connection:
        return set(connection.execute(listening).scalars())


def jobs(engine):
    """What wake-ups there are, by state."""
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'drain'"))
        return sorted(rows.scalars())


async def until(happened):
    deadline = time.monotonic() + PATIENCE
    while not await asyncio.to_thread(happened):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("key", [HEAR, READ])
def test_a_lane_is_woken_by_a_notification_of_another_process(engine, key):
    job = Batches()

    async def live():
        async with running(engine, key, job), waking(engine, key) as other:
            job.waits = 3
            other.wake([key])
            await until(lambda: job.done == 3 and not jobs(engine))

    asyncio.run(live())


@pytest.mark.parametrize(("key", "pace"), [(HEAR, {"sweep": EACH_SECOND, "poll": 1}), (READ, {"look": 0.1})])
def test_work_that_nobody_was_woken_for_is_found(engine, key, pace):
    job = Batches()

    async def live():
        async with running(engine, key, job, **pace):
            job.waits = 1
            await until(lambda: job.done == 1)

    asyncio.run(live())


def test_work_that_is_due_before_the_next_sweep_is_done_then(engine):
    job, due = Batches(), []
    job.due = lambda: due[0] if due and not job.done else None

    async def live():
        async with running(engine, HEAR, job), waking(engine, HEAR) as other:
            due.append(time.time() + 0.5)
            other.wake([HEAR])
            await until(lambda: job.done == 1)

    asyncio.run(live())

    assert time.time() >= due[0]


def test_a_lane_that_is_woken_before_its_work_is_due_is_woken_then(engine):
    job, due = Batches(), time.time() + 1
    job.due = lambda: due if not job.done else None

    async def live():
        async with running(engine, HEAR, job), waking(engine, HEAR, due) as other:
            other.wake([HEAR])
            await until(lambda: job.done == 1)

    asyncio.run(live())

    assert time.time() >= due


def test_however_many_runners_are_woken_a_lane_is_worked_by_one_at_a_time(engine):
    job = Batches()

    async def live():
        async with AsyncExitStack() as stack:
            fleet = [await stack.enter_async_context(running(engine, HEAR, job, poll=0.05)) for _ in range(3)]
            other = await stack.enter_async_context(waking(engine, HEAR))
            while job.done < 100:
                job.waits += 1
                other.wake([HEAR])
                for one in fleet:
                    one.wake("hear")
                await asyncio.sleep(0.005)
            await until(lambda: not job.waits and not jobs(engine))

    asyncio.run(live())

    assert job.most == 1


def test_what_comes_while_a_lane_is_drained_is_done_afterwards(engine):
    job, begun, go_on = Batches(1), asyncio.Event(), asyncio.Event()

    async def work(_lease):
        begun.set()
        await go_on.wait()
        job.waits, job.done = job.waits - 1, job.done + 1
        return False

    job.work = work

    async def live():
        async with running(engine, HEAR, job, poll=0.1), waking(engine, HEAR) as other:
            other.wake([HEAR])
            await begun.wait()
            other.wake([HEAR])
            await until(lambda: jobs(engine) == ["doing", "todo"])
            job.waits += 1
            go_on.set()
            await until(lambda: job.done == 2 and not jobs(engine))

    asyncio.run(live())


def test_a_wake_up_that_fails_while_a_newer_one_waits_holds_nothing_up(engine, monkeypatch):
    job, begun, fail = Batches(1), asyncio.Event(), asyncio.Event()
    drain = LaneRun.drain

    async def break_down(_run):
        begun.set()
        await fail.wait()
        monkeypatch.setattr(LaneRun, "drain", drain)
        raise ZeroDivisionError

    monkeypatch.setattr(LaneRun, "drain", break_down)

    async def live():
        async with running(engine, HEAR, job, poll=0.1), waking(engine, HEAR) as other:
            other.wake([HEAR])
            await begun.wait()
            other.wake([HEAR])
            await until(lambda: jobs(engine) == ["doing", "todo"])
            fail.set()
            await until(lambda: job.done == 1 and not jobs(engine))

    asyncio.run(live())


def test_the_wake_up_of_a_dead_worker_is_ended_and_its_lane_drained(engine):
    job = Batches(1)
    with engine.begin() as connection:
        dead = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 minute') RETURNING id"
        held = "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status, worker_id)"
        worker = connection.execute(text(dead)).scalar_one()
        row = {"task": DRAIN, "lock": HEAR.lock, "worker": worker}
        connection.execute(text(f"{held} VALUES ('anywhere', :task, :lock, :lock, 'doing', :worker)"), row)

    async def live():
        async with running(engine, HEAR, job, rescue=EACH_SECOND, stalled=90), waking(engine, HEAR) as other:
            other.wake([HEAR])
            await until(lambda: jobs(engine) == ["doing", "todo"])
            assert job.done == 0
        async with running(engine, HEAR, job, rescue=EACH_SECOND, stalled=5):
            await until(lambda: job.done == 1 and not jobs(engine))

    asyncio.run(live())


def test_the_sweep_comes_once_a_moment_however_many_runners_there_are(engine, monkeypatch):
    swept = []

    async def sweep(_cluster, timestamp):
        swept.append(timestamp)

    monkeypatch.setattr(Cluster, "_sweep", sweep)

    async def live():
        async with AsyncExitStack() as stack:
            for _ in range(3):
                await stack.enter_async_context(running(engine, HEAR, Batches(), sweep=EACH_SECOND))
            await until(lambda: len(set(swept)) >= 4)

    asyncio.run(live())

    assert len(swept) == len(set(swept))


def test_a_runner_that_stops_gives_back_its_place_and_all_leases(engine):
    job = Batches(2)

    async def live():
        async with running(engine, READ, job, poll=0.1), waking(engine, READ) as other:
            other.wake([READ])
            await until(lambda: job.done == 2)

    asyncio.run(live())

    with reading(engine) as connection:
        assert connection.execute(text("SELECT lane FROM lease WHERE until > 0")).all() == []
        assert connection.execute(text("SELECT id FROM procrastinate_workers")).all() == []


def test_a_runner_that_stops_ends_the_step_in_hand_and_begins_no_other(engine):
    job, begun, go_on = Batches(2), asyncio.Event(), asyncio.Event()

    async def work(_lease):
        begun.set()
        await go_on.wait()
        job.waits, job.done = job.waits - 1, job.done + 1
        return True

    job.work = work

    async def live():
        async with running(engine, HEAR, job), waking(engine, HEAR) as other:
            other.wake([HEAR])
            await begun.wait()
            asyncio.get_running_loop().call_later(0.2, go_on.set)

    asyncio.run(live())

    assert (job.done, job.waits) == (1, 1)


def test_whatever_cannot_be_sent_is_no_error_of_who_asks(engine):
    async def live():
        app = wake_app(engine)
        async with app.open_async():
            waker = Waker(app, engine, {HEAR: lambda: 1 / 0})
            task = asyncio.create_task(waker.run())
            waker.wake([HEAR])
            await asyncio.sleep(0.1)
            assert not task.done()
            task.cancel()

    asyncio.run(live())


def test_a_lane_that_has_no_work_is_not_woken(engine):
    async def live():
        app = wake_app(engine)
        async with app.open_async():
            moments = {HEAR: lambda: None, READ: lambda: time.time() + 60, Key("", "learn"): lambda: 0.0}
            waker = Waker(app, engine, moments)
            task = asyncio.create_task(waker.run())
            waker.wake(moments)
            await until(lambda: jobs(engine))
            task.cancel()

    asyncio.run(live())

    assert jobs(engine) == ["todo"]
