"""The rounds of redelivering: one is asked for first, and the others once it has arrived."""

import asyncio

import pytest

from connectors.contract import Delivery, Unavailable
from service.jobs.redelivering import Redelivers
from service.pipeline.redeliver import Redelivering
from service.store.deliveries import Deliveries
from service.store.leases import Leases
from tests.service.pipeline.test_redeliver import NOW, SENDER, SITE, GitHub, lost

MINUTE = 60.0


class Rounds:
    """A job whose clock stands until it is moved."""

    def __init__(self, store, github):
        self.store, self.github, self.now = store, github, NOW
        self.job = Redelivers(Redelivering(store, SITE, github), lambda: self.now)
        self.lease = Leases(store, "a process", 3600).take(SITE, "redeliver")

    def works(self, *, minutes=0.0):
        """Does what is due, some minutes later; how many minutes from the beginning on there is more to do."""
        self.now += minutes * MINUTE

        async def run():
            while self.job.due() <= self.now and await self.job.work(self.lease):
                pass

        asyncio.run(run())
        return (self.job.due() - NOW) / MINUTE

    def arrives(self, name):
        deliveries = Deliveries(self.store)
        deliveries.keep([Delivery(SITE, name, "issues", name.encode())], self.now)
        deliveries.close()


@pytest.fixture
def rounds(store):
    return lambda github: Rounds(store, github)


def test_without_anything_missed_there_is_a_search_each_quarter_of_an_hour(rounds):
    github = GitHub()
    round_ = rounds(github)

    assert [round_.works(), round_.works(minutes=14.9), round_.works(minutes=0.1)] == [15, 15, 30]
    assert len(github.searched) == 2


def test_the_others_are_asked_for_as_soon_as_the_first_one_has_arrived(rounds):
    github = GitHub(lost("first", minutes=1), lost("second", minutes=2), lost("third", minutes=3))
    round_ = rounds(github)

    round_.works()
    before = list(github.asked)
    round_.arrives("first")
    following = round_.works(minutes=0.5)

    assert before == ["first/1"]
    assert github.asked == ["first/1", "second/1", "third/1"]
    assert following == 15.5


def test_where_nothing_comes_in_a_round_costs_one_and_rounds_become_rare(rounds):
    github = GitHub(*(lost(f"{number}", minutes=number) for number in range(9)))
    round_ = rounds(github)

    begun, moments = 0.0, []
    for _ in range(5):
        round_.works(minutes=begun - (round_.now - NOW) / MINUTE)
        begun = round_.works(minutes=1)
        moments.append(begun)

    assert len(github.asked) == 5
    assert moments == [3, 8, 17, 33, 49]


def test_what_comes_in_at_last_ends_that(rounds):
    github = GitHub(lost("in vain", minutes=1), lost("first", minutes=2), lost("second", minutes=3))
    round_ = rounds(github)
    round_.works()
    round_.works(minutes=1)

    round_.works(minutes=2)
    round_.arrives("first")
    round_.works(minutes=0.1)

    assert github.asked == ["in vain/1", "first/1", "second/1"]


def test_a_search_that_failed_is_made_up_soon_and_what_is_known_is_asked_for_meanwhile(rounds):
    github = GitHub(lost("known"), lost("too"))
    round_ = rounds(github)
    github.failed[SENDER] = Unavailable("no answer")

    with pytest.raises(Unavailable):
        round_.works()
    again = round_.works()
    github.lists(lost("known"))
    following = round_.works(minutes=2)

    assert again == 2
    assert github.asked == ["known/1"]
    assert following < 15
