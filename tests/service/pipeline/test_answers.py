"""An answer to a command that the tracker does not take holds up no other issue, and is not lost."""

import asyncio
from contextlib import suppress

import pytest

from connectors.contract import Reaction, Unavailable
from rules.model import Ref
from service.pipeline.speak import Speaking
from service.store import failures
from service.store.answers import Answer, answers_on, keep
from service.store.connection import reading
from service.store.failures import MOST_TRIES
from service.store.work import Lane, claim, mark
from tests.drawing import SITE, Drawing
from tests.service.pipeline.test_one_issue import Spoken

POISON, FINE, SILENT = "A-10", ("A-11", "A-12", "A-13"), "A-20"


class Reacting:
    """A tracker that takes no reaction on the poison, and on nothing at all while it is ``down``."""

    def __init__(self):
        self.down, self.taken = False, []

    async def react(self, issue: Ref, _comment, _reaction, _before):
        if self.down or issue.text == POISON:
            raise Unavailable("500")
        self.taken.append(issue.text)
        return "r"


class Answers(Spoken):
    """A desk at which commands on several issues wait for an answer, that on the poison the longest."""

    def __init__(self, store):
        super().__init__(store)
        self.knows(Drawing().open(POISON, *FINE, SILENT))
        self.tracker = Reacting()
        self.speaking = Speaking(store, self.decisions, self.tracker, b"key")
        self.commanded = dict(zip((POISON, *FINE), self.rows(POISON, *FINE), strict=True))
        with store.begin() as connection:
            keep(connection, [Answer(one, "7", "digest", Reaction.DONE) for one in self.commanded.values()])
            for moment, one in enumerate(self.commanded.values()):
                mark(connection, Lane.SPEAK, [one], float(moment))

    def works(self, now):
        """One step of the lane, which is paused where it raises."""
        for one in claim(self.store, SITE, Lane.SPEAK, now, 1):
            asyncio.run(self.speaking.speak(one, self.mouth, now))

    def has_nothing_to_say(self, now):
        """An issue of which the tracker is asked nothing is at hand."""
        with self.store.begin() as connection:
            mark(connection, Lane.SPEAK, [self.row(connection, SILENT)], -1.0)  # the longest due
        self.works(now)

    def due(self):
        with reading(self.store) as connection:
            there = answers_on(connection, list(self.commanded.values()))
            return {key for key, one in self.commanded.items() if not there[one, "7"].settled}

    def failures(self):
        with reading(self.store) as connection:
            return failures.listed(connection, 100)


@pytest.fixture
def answers(store):
    return Answers(store)


def test_what_the_tracker_does_not_take_waits_behind_the_others_and_then_is_tried_apart(answers):
    with pytest.raises(Unavailable):
        answers.works(10.0)
    for step in range(len(FINE) + 1):
        answers.works(12.0 + step)

    assert answers.tracker.taken == list(FINE)
    assert answers.due() == {POISON}
    [failure] = answers.failures()
    assert (failure.ref, failure.lane, failure.tries, failure.dead) == (POISON, Lane.SPEAK, 1, False)


def test_while_the_tracker_is_down_no_issue_is_blamed_whatever_is_done_without_asking_it(answers):
    answers.tracker.down = True
    for now in range(10, 10 + 3 * MOST_TRIES):
        answers.has_nothing_to_say(now + 0.5)
        with pytest.raises(Unavailable):
            answers.works(now + 0.5)
    assert answers.failures() == []
    assert answers.due() == set(answers.commanded)

    answers.tracker.down = False
    for now in range(100, 110):
        with suppress(Unavailable):
            answers.works(float(now))

    assert answers.due() == {POISON}
