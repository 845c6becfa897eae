"""It is spoken on a few issues beside each other, as many as are written on in a second, and the whole lane pauses."""

import asyncio

import pytest

from connectors.contract import Unavailable
from service.jobs.speaking import MOST_AT_ONCE, Speaks, at_once
from service.store.leases import LeaseLostError, Leases
from service.store.work import Lane, mark
from tests.drawing import SITE, Drawing
from tests.service.store.remembering import look, remember

KEYS = [f"A-{number}" for number in range(1, 13)]


@pytest.mark.parametrize(("pause", "issues"), [(0.0, MOST_AT_ONCE), (0.1, MOST_AT_ONCE), (0.4, 2), (1.0, 1), (3.0, 1)])
def test_no_more_are_begun_than_are_written_on_in_a_second(pause, issues):
    assert at_once(pause) == issues


class Tracker:
    pause, reacts = 0.0, False


class Speaking:
    """Speaks on all that are begun together when the last of them is; ``fails`` maps some of them to errors."""

    client = Tracker()

    def __init__(self, store, fails=()):
        self.engine, self.fails, self.begun, self.ended = store, dict(fails), [], []
        self.all_begun = asyncio.Event()

    async def speak(self, claim, *_):
        self.begun.append(claim.issue_id)
        if len(self.begun) == MOST_AT_ONCE:
            self.all_begun.set()
        if claim.issue_id in self.fails:
            raise self.fails[claim.issue_id]
        async with asyncio.timeout(10):
            await self.all_begun.wait()
        self.ended.append(claim.issue_id)


@pytest.fixture
def rows(store):
    """Issues that wait to be spoken on, the first that is due last by its number."""
    drawing = Drawing().open(*KEYS)
    with store.begin() as connection:
        rows = sorted(remember(connection, *(look(drawing.facts[key]) for key in KEYS)).changed, reverse=True)
        for due, row in enumerate(rows):
            mark(connection, Lane.SPEAK, [row], float(due))
    return rows


def works(store, speaking):
    return asyncio.run(Speaks(speaking, SITE, lambda: None).work(Leases(store, "us", 3600).take(SITE, "speak")))


def test_so_many_are_spoken_on_beside_each_other_and_begun_in_their_order(store, rows):
    speaking = Speaking(store)

    assert works(store, speaking)
    assert speaking.begun == rows[:MOST_AT_ONCE]
    assert sorted(speaking.ended) == sorted(speaking.begun)


@pytest.mark.parametrize("other", [Unavailable("502"), Unavailable("slow down", retry_after=3)])
def test_what_one_cannot_say_ends_the_batch_when_the_others_have_ended_with_the_longest_pause(store, rows, other):
    speaking = Speaking(store, {rows[0]: other, rows[1]: Unavailable("slower", retry_after=7)})

    with pytest.raises(Unavailable) as unavailable:
        works(store, speaking)

    assert unavailable.value.retry_after == 7
    assert len(speaking.ended) == MOST_AT_ONCE - 2


def test_a_lease_that_was_lost_is_told_whatever_the_tracker_says(store, rows):
    speaking = Speaking(store, {rows[0]: Unavailable("slow down", retry_after=3), rows[2]: LeaseLostError()})

    with pytest.raises(LeaseLostError):
        works(store, speaking)
