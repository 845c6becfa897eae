"""The laws of the store on any order of changes, deliveries and readings.

Whatever is heard twice, late, in another order or never, and however readings overlap: the store never goes back to
older truth without asking again, and in quiet it ends with exactly what is so.
"""

from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from service.store.work import Lane
from tests.exploring import times
from tests.service.store.lives import Life
from tests.service.store.world import AT_FIRST

OFTEN = ("waits", "waits", "parts", "declares", "comments")
SELDOM = ("changes_state", "retitles", "plans", "moves", "transfers", "goes")
ISSUE = st.integers(0, len(AT_FIRST) - 1)
PLACE = st.integers(0, 99)
"""Chooses one of however many there are."""
CHANGE = st.tuples(st.sampled_from(OFTEN * 2 + SELDOM), ISSUE, st.integers(1, len(AT_FIRST) - 1), PLACE)
"""What happens to an issue, how many places after it another one is, and an address to name."""
SOME = st.lists(CHANGE, min_size=1, max_size=3)
ISSUES = st.sets(ISSUE, min_size=1)
ORDER = st.tuples(*[st.booleans()] * 3)


class Laws(RuleBasedStateMachine):
    """Draws a life. ``reading`` are readers under way, ``read`` those that ended and are not remembered yet."""

    def __init__(self, store):
        super().__init__()
        self.life = Life(store)
        self.reading, self.read = [], []

    @initialize(changes=st.lists(CHANGE, min_size=3, max_size=6), quiet=st.sampled_from([True, True, False]))
    def it_was_so(self, changes, quiet):
        self.something_changes(changes)
        if quiet:
            self.life.quiet()

    @rule(changes=SOME)
    def something_changes(self, changes):
        for change in changes:
            self.life.change(*change)

    @precondition(lambda self: self.life.hints)
    @rule(place=PLACE, twice=st.booleans())
    def a_delivery_comes(self, place, twice):
        heard = self.life.hints[place % len(self.life.hints)]
        if not twice:
            self.life.hints.remove(heard)
        self.life.desk.hear(heard)
        self.life.holds()

    @precondition(lambda self: self.life.hints)
    @rule(place=PLACE)
    def a_delivery_is_lost(self, place):
        """Only of a transfer nothing else ever tells."""
        heard = self.life.hints[place % len(self.life.hints)]
        if not heard.moved:
            self.life.hints.remove(heard)
            self.life.lost = True

    @rule(limit=st.integers(1, 4))
    def a_reading_of_what_waits_begins(self, limit):
        claims = self.life.desk.claims(Lane.READ, limit)
        if claims:
            self.reading.append(self.life.desk.reads(claims))

    @rule(issues=ISSUES)
    def a_reading_of_its_own_accord_begins(self, issues):
        self.reading.append(self.life.begun(issues))

    @rule(changes=SOME, one=ISSUES, other=ISSUES, one_comes_first=st.booleans())
    def something_changes_between_two_readings(self, changes, one, other, one_comes_first):
        before = self.life.begun(one)
        self.life.end(before)
        self.something_changes(changes)
        after = self.life.begun(other)
        self._come(before, after) if one_comes_first else self._come(after, before)

    @rule(changes=SOME, one=ISSUES, other=ISSUES, order=ORDER)
    def something_changes_between_the_looks_of_two(self, changes, one, other, order):
        """Of two readings that are under way together either may look first, end first, and come first."""
        both = self.life.begun(one), self.life.begun(other)
        looking, ending, coming = (both if early else both[::-1] for early in order)
        looking[0].look(self.life.world)
        self.something_changes(changes)
        for reader in ending:
            self.life.end(reader)
        self._come(*coming)

    @precondition(lambda self: self.reading)
    @rule(place=PLACE, which=PLACE, whole=st.booleans())
    def a_reading_looks(self, place, which, whole):
        reader = self.reading[place % len(self.reading)]
        left = sorted(reader.unseen) or sorted(reader.threads)
        if left:
            reader.see(self.life.world, left[which % len(left)], whole=whole)
            self.life.lost = self.life.lost or not whole

    @precondition(lambda self: self.reading)
    @rule(place=PLACE, at_once=st.booleans())
    def a_reading_ends(self, place, at_once):
        reader = self.reading.pop(place % len(self.reading))
        self.life.end(reader)
        self._come(reader) if at_once else self.read.append(reader)

    @precondition(lambda self: self.read)
    @rule(place=PLACE, twice=st.booleans())
    def a_reading_is_remembered(self, place, twice):
        reader = self.read[place % len(self.read)]
        if not twice:
            self.read.remove(reader)
        self._come(reader)

    @rule(limit=st.integers(1, 4))
    def some_are_judged(self, limit):
        self.life.judge.judge(self.life.desk.claims(Lane.JUDGE, limit))
        assert self.life.judge.changed_unheard() == set()

    @rule()
    def it_is_quiet(self):
        self.life.quiet()

    def teardown(self):
        try:
            for reader in (*self.reading, *self.read):
                self.life.take(reader)
            self.life.quiet()
        finally:
            self.life.engine.forget()

    def _come(self, *readers):
        for reader in readers:
            self.life.take(reader)
            self.life.holds()


def test_any_order_of_changes_deliveries_and_readings_keeps_the_laws(store):
    lives = settings(max_examples=times(20, 500), stateful_step_count=25, report_multiple_bugs=False)
    run_state_machine_as_test(partial(Laws, store), settings=lives)
