import asyncio
import threading

import pytest

from connectors.contract import Delivery
from service import inbox as inbox_module
from service.inbox import Inbox, InboxFullError


class Shelf:
    """Keeps batches in memory; can be held up, and can fail."""

    def __init__(self):
        self.batches = []
        self.free = threading.Event()
        self.free.set()
        self.failures = 0

    def keep(self, batch, received):
        self.free.wait(10)
        if self.failures:
            self.failures -= 1
            raise OSError("no space left")
        assert received > 0
        self.batches.append([one.vendor_id for one in batch])
        return len(batch)


def delivery(number, body=b"{}"):
    return Delivery("github/acme", str(number), "issues", body)


@pytest.fixture
def shelf():
    return Shelf()


@pytest.fixture
def inbox(shelf):
    box = Inbox(shelf)
    box.start()
    yield box
    shelf.free.set()
    box.close()


async def until(condition):
    while not condition():  # noqa: ASYNC110  # the inbox's thread tells no event loop of what it took
        await asyncio.sleep(0.001)


def test_what_comes_in_while_a_commit_runs_goes_into_the_next_one(inbox, shelf):
    async def scenario():
        shelf.free.clear()
        first = asyncio.create_task(inbox.keep(delivery(0)))
        await until(lambda: first and inbox._waiting == 1 and inbox._queue.empty())
        rest = [asyncio.create_task(inbox.keep(delivery(number))) for number in range(1, 20)]
        await until(lambda: inbox._waiting == 20)
        shelf.free.set()
        await asyncio.gather(first, *rest)

    asyncio.run(scenario())

    assert [len(batch) for batch in shelf.batches] == [1, 19]
    assert (inbox.tally.kept, inbox.tally.commits) == (20, 2)


def test_each_commit_tells_of_whose_sites_it_was(inbox, shelf):
    told = []
    inbox.kept = told.append

    async def scenario():
        shelf.free.clear()
        first = asyncio.create_task(inbox.keep(delivery(0)))
        await until(lambda: first and inbox._waiting == 1 and inbox._queue.empty())
        others = [Delivery(site, "1", "issues", b"{}") for site in ("jira/acme", "jira/other", "jira/acme")]
        rest = [asyncio.create_task(inbox.keep(one)) for one in others]
        await until(lambda: inbox._waiting == 4)
        shelf.free.set()
        await asyncio.gather(first, *rest)

    asyncio.run(scenario())
    inbox.close()

    assert told == [{"github/acme"}, {"jira/acme", "jira/other"}]


def test_nobody_is_answered_before_the_commit(inbox, shelf):
    async def scenario():
        shelf.free.clear()
        task = asyncio.create_task(inbox.keep(delivery(0)))
        await asyncio.sleep(0.05)
        waited = not task.done()
        shelf.free.set()
        await task
        return waited

    assert asyncio.run(scenario())


def test_a_commit_that_fails_is_told_to_its_senders_and_the_next_one_succeeds(inbox, shelf):
    shelf.failures = 1

    with pytest.raises(OSError, match="no space left"):
        asyncio.run(inbox.keep(delivery(0)))
    asyncio.run(inbox.keep(delivery(1)))

    assert shelf.batches == [["1"]]
    assert inbox.tally.failed == 1


@pytest.mark.parametrize("limit", ["MOST_WAITING", "MOST_WAITING_BYTES"])
def test_more_than_the_store_takes_is_refused_and_not_hoarded(inbox, shelf, monkeypatch, limit):
    monkeypatch.setattr(inbox_module, limit, 4 if limit == "MOST_WAITING" else 40)

    async def scenario():
        shelf.free.clear()
        running = asyncio.create_task(inbox.keep(delivery("running", b"0123456789")))
        await until(lambda: running and inbox._waiting == 1)
        waiting = [asyncio.create_task(inbox.keep(delivery(number, b"0123456789"))) for number in range(3)]
        await until(lambda: inbox._waiting == 4)
        with pytest.raises(InboxFullError):
            await inbox.keep(delivery("too much", b"0123456789"))
        shelf.free.set()
        await asyncio.gather(running, *waiting)

    asyncio.run(scenario())

    assert inbox.tally.refused == 1
    assert inbox.tally.kept == 4


def test_closing_writes_what_waits(shelf):
    box = Inbox(shelf)

    async def scenario():
        tasks = [asyncio.create_task(box.keep(delivery(number))) for number in range(5)]
        await until(lambda: box._waiting == 5)
        box.start()
        await asyncio.to_thread(box.close)
        await asyncio.gather(*tasks)

    asyncio.run(scenario())

    assert sum(map(len, shelf.batches)) == 5


def test_a_sender_that_gave_up_harms_nobody(inbox, shelf):
    async def scenario():
        shelf.free.clear()
        impatient = asyncio.create_task(inbox.keep(delivery(0)))
        patient = asyncio.create_task(inbox.keep(delivery(1)))
        await asyncio.sleep(0.05)
        impatient.cancel()
        shelf.free.set()
        await patient

    asyncio.run(scenario())

    assert sorted(number for batch in shelf.batches for number in batch) == ["0", "1"]
