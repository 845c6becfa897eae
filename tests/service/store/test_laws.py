"""The laws of the store on any order of changes, deliveries and readings.

Whatever is heard twice, late, in another order or never, and however readings overlap: the store never goes back to
older truth without asking again, and in quiet it ends with exactly what is so.
"""

from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from connectors.contract import Facet
from rules.model import State
from service.store.identities import refs_of
from service.store.neighbourhoods import everything
from service.store.work import Lane
from tests.service.store.changes import ChangingWorld
from tests.service.store.judging import Judge
from tests.service.store.one_transaction import OneTransaction
from tests.service.store.pictures import GONE, stored_picture, true_picture
from tests.service.store.readers import Desk
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
ROUNDS = 20
"""Readings in quiet that have to be enough."""


class Laws(RuleBasedStateMachine):
    """A world that changes, hints of it, readers at any stage of their work, and the store.

    ``changed`` has the moment of each piece's last change; ``proven`` that of the last look at it that was remembered.
    """

    def __init__(self, store):
        super().__init__()
        self.engine = OneTransaction(store)
        self.desk, self.world = Desk(self.engine), ChangingWorld()
        self.judge = Judge(self.desk)
        self.hints, self.reading, self.read = [], [], []
        self.changed, self.proven = {}, {}
        self.lost = True  # nobody told of the issues that were there from the beginning

    @initialize(changes=st.lists(CHANGE, min_size=3, max_size=6), quiet=st.sampled_from([True, True, False]))
    def it_was_so(self, changes, quiet):
        for change in changes:
            self._change(*change)
        if quiet:
            self.it_is_quiet()

    @rule(changes=SOME)
    def something_changes(self, changes):
        for change in changes:
            self._change(*change)

    @precondition(lambda self: self.hints)
    @rule(place=PLACE, twice=st.booleans())
    def a_delivery_comes(self, place, twice):
        heard = self.hints[place % len(self.hints)]
        if not twice:
            self.hints.remove(heard)
        self.desk.hear(heard)
        self._holds()

    @precondition(lambda self: self.hints)
    @rule(place=PLACE)
    def a_delivery_is_lost(self, place):
        """Only of a transfer nothing else ever tells."""
        heard = self.hints[place % len(self.hints)]
        if not heard.moved:
            self.hints.remove(heard)
            self.lost = True

    @rule(limit=st.integers(1, 4))
    def a_reading_of_what_waits_begins(self, limit):
        claims = self.desk.claims(Lane.READ, limit)
        if claims:
            self.reading.append(self.desk.reads(claims))

    @rule(issues=ISSUES)
    def a_reading_of_its_own_accord_begins(self, issues):
        self.reading.append(self._begun(issues))

    @rule(changes=SOME, one=ISSUES, other=ISSUES, one_comes_first=st.booleans())
    def something_changes_between_two_readings(self, changes, one, other, one_comes_first):
        before = self._begun(one)
        self._end(before)
        self.something_changes(changes)
        after = self._begun(other)
        self._come(before, after) if one_comes_first else self._come(after, before)

    @rule(changes=SOME, one=ISSUES, other=ISSUES, order=st.tuples(*[st.booleans()] * 3))
    def something_changes_between_the_looks_of_two(self, changes, one, other, order):
        """Of two readings that are under way together either may look first, end first, and come first."""
        both = self._begun(one), self._begun(other)
        looking, ending, coming = (both if early else both[::-1] for early in order)
        looking[0].look(self.world)
        self.something_changes(changes)
        for reader in ending:
            self._end(reader)
        self._come(*coming)

    @precondition(lambda self: self.reading)
    @rule(place=PLACE, which=PLACE, whole=st.booleans())
    def a_reading_looks(self, place, which, whole):
        reader = self.reading[place % len(self.reading)]
        left = sorted(reader.unseen) or sorted(reader.threads)
        if left:
            reader.see(self.world, left[which % len(left)], whole=whole)
            self.lost = self.lost or not whole

    @precondition(lambda self: self.reading)
    @rule(place=PLACE, at_once=st.booleans())
    def a_reading_ends(self, place, at_once):
        reader = self.reading.pop(place % len(self.reading))
        self._end(reader)
        self.read.append(reader)
        if at_once:
            self.a_reading_is_remembered(-1, twice=False)

    @precondition(lambda self: self.read)
    @rule(place=PLACE, twice=st.booleans())
    def a_reading_is_remembered(self, place, twice):
        reader = self.read[place % len(self.read)]
        if not twice:
            self.read.remove(reader)
        self._remember(reader)
        self._holds()

    @rule(limit=st.integers(1, 4))
    def some_are_judged(self, limit):
        self.judge.judge(self.desk.claims(Lane.JUDGE, limit))
        assert self.judge.changed_unheard() == set()

    @rule()
    def it_is_quiet(self):
        """Everything that was sent arrives, and all that waits is read while nothing changes."""
        self.desk.hear(*self.hints)
        self.hints.clear()
        if self.lost:
            self._scan()
            self.lost = False
        for _ in range(ROUNDS):
            claims = self.desk.claims(Lane.READ)
            if not claims:
                break
            self._take(self.desk.reads(claims))
        assert self.desk.claims(Lane.READ) == [], "reading in quiet does not end"
        self._the_store_is_true()
        self._reading_again_changes_nothing()
        self.judge.judge(self.desk.claims(Lane.JUDGE))
        assert (self.desk.waiting(Lane.JUDGE), self.judge.changed_unheard()) == ({}, set())

    def teardown(self):
        try:
            for reader in (*self.reading, *self.read):
                self._take(reader)
            self.it_is_quiet()
        finally:
            self.engine.forget()

    def _change(self, change, one, after, place):
        issues, nameable = self.world.issues, self.world.nameable()
        here, other = issues[one], issues[(one + after) % len(issues)]
        before = true_picture(self.world)
        change = change if here.there else "comes_back"
        heard = getattr(self.world, change)(here, other, nameable[place % len(nameable)])
        then, now = true_picture(self.world), self.world.passes()
        self.changed |= {piece: now for piece in then if then[piece] != before[piece]}
        if heard is None:
            return
        self.hints.append(heard)
        if heard.moved:  # until that is heard, whoever is linked may be linked with the former issue, too
            self.changed |= dict.fromkeys(then, now)

    def _begun(self, numbers):
        return self.desk.scans(self.world.issues[number].ref.text for number in numbers)

    def _end(self, reader):
        reader.look(self.world)
        reader.finish = reader.finish or self.desk.tick()

    def _take(self, reader):
        self._end(reader)
        return self._remember(reader)

    def _come(self, *readers):
        for reader in readers:
            self._take(reader)
            self._holds()

    def _scan(self):
        return self._take(self._begun(range(len(AT_FIRST))))

    def _remember(self, reader):
        remembered = self.desk.remember(reader)
        for piece, moment in reader.proves.items():
            self.proven[piece] = max(moment, self.proven.get(piece, 0))
        return remembered

    def _holds(self):
        """What the last look knows is in the store, or is read again; and so are verdicts, or are judged again."""
        so, stored = true_picture(self.world), stored_picture(self.engine.connection, self.world)
        waiting = self._waiting_to_be_read()
        for piece, moment in self.proven.items():
            number, facet = piece
            if self.world.owner(number) == number and moment > self.changed.get(piece, 0):
                teller = Facet.CORE if stored.get(piece) == GONE else facet
                assert stored.get(piece) == so.get(piece, GONE) or teller in waiting.get(number, ()), piece
        assert self.judge.changed_unheard() == set()

    def _the_store_is_true(self):
        so, stored = true_picture(self.world), stored_picture(self.engine.connection, self.world)
        assert {piece: what for piece, what in stored.items() if piece[0] in range(len(AT_FIRST))} == so
        seen = [facts.issue for facts in everything(self.engine.connection).facts]
        assert not [one.ref for one in seen if self.world.is_left(one.ref.text) and one.state is not State.GONE]

    def _reading_again_changes_nothing(self):
        remembered = self._scan()
        assert (remembered.changed, remembered.again, remembered.fresh) == (set(), {}, {})
        assert self.desk.claims(Lane.READ) == []

    def _waiting_to_be_read(self):
        """What waits, by the issue of the world, with the facets."""
        waiting = self.desk.waiting(Lane.READ)
        refs = refs_of(self.engine.connection, list(waiting))
        found = {}
        for one, facets in waiting.items():
            number = self.world.owner(refs[one].text)
            found[number] = found.get(number, frozenset()) | facets
        return found


def test_any_order_of_changes_deliveries_and_readings_keeps_the_laws(store):
    lives = settings(max_examples=settings.default.max_examples, stateful_step_count=25, report_multiple_bugs=False)
    run_state_machine_as_test(partial(Laws, store), settings=lives)
