"""Steps that are taken beside each other are one transaction, and none fails for another's sake."""

import asyncio

import pytest
from sqlalchemy import event, select

from service.pipeline.commits import Commits
from service.store.leases import LeaseLostError, Leases
from service.store.tables import issue
from service.store.upserts import insert

SITE = "jira/acme"


@pytest.fixture
def lease(store):
    return Leases(store, "us", 3600).take(SITE, "speak")


@pytest.fixture
def commits(store):
    """How many transactions were committed so far."""
    made = []
    event.listen(store, "commit", made.append)
    return made


def note(connection, key):
    """A step that fails where the key is a word."""
    row = {"site": SITE, "vendor_id": key, "node_id": "", "ref": f"A-{key}", "gone": ""}
    connection.execute(insert(connection, issue).values(row))
    return int(key)


def noted(store):
    with store.begin() as connection:
        return sorted(connection.execute(select(issue.c.ref)).scalars())


def taken(store, lease, *keys):
    """What became of steps that were taken together."""

    async def take():
        together = Commits(store)
        return await asyncio.gather(*(together.take(lease, note, key) for key in keys), return_exceptions=True)

    return asyncio.run(take())


def test_what_is_taken_together_is_one_transaction_in_its_order(store, lease, commits):
    assert taken(store, lease, "3", "1", "2") == [3, 1, 2]

    assert len(commits) == 1
    assert noted(store) == ["A-1", "A-2", "A-3"]


def test_a_step_that_fails_leaves_nothing_and_the_others_are_taken(store, lease):
    one, failure, other = taken(store, lease, "1", "no number", "2")

    assert (one, other) == (1, 2)
    assert isinstance(failure, ValueError)
    assert noted(store) == ["A-1", "A-2"]


def test_who_lost_the_lease_takes_no_step(store, lease):
    Leases(store, "us", 3600).give_back(lease)
    Leases(store, "another", 3600).take(SITE, "speak")

    assert all(isinstance(one, LeaseLostError) for one in taken(store, lease, "1", "2"))
    assert noted(store) == []


def test_what_is_asked_for_while_a_commit_is_written_is_in_the_next(store, lease, commits):
    async def take():
        together, loop, begun = Commits(store), asyncio.get_running_loop(), asyncio.Event()

        def begins(connection):
            loop.call_soon_threadsafe(begun.set)
            return note(connection, "1")

        first = asyncio.create_task(together.take(lease, begins))
        await begun.wait()
        return await asyncio.gather(first, *(together.take(lease, note, key) for key in ("2", "3")))

    assert asyncio.run(take()) == [1, 2, 3]
    assert len(commits) == 2
