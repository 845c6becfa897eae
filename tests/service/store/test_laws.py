"""The laws of the store on any order of changes, deliveries and readings.

Whatever is heard twice, late, in another order or never, and however readings overlap: the store never goes back to
older truth without asking again, and in quiet it ends with exactly what is so.
"""

from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from rules.policy import Policy
from service.store.identities import refs_of
from service.store.neighbourhoods import around, everything
from service.store.work import Lane, finish
from tests.service.store.one_transaction import OneTransaction
from tests.service.store.pictures import GONE, stored_picture, true_picture
from tests.service.store.readers import Desk
from tests.service.store.remembering import judged
from tests.service.store.test_ripples import by_issue
from tests.service.store.world import AT_FIRST, World

CHANGES = ("retitles", "changes_state", "plans", "waits", "parts", "declares", "comments", "moves", "goes")
ISSUE = st.integers(0, len(AT_FIRST) - 1)
PLACE = st.integers(0, 99)
"""Chooses one of however many there are."""
ROUNDS = 20
"""Readings in quiet that have to be enough."""
POLICY = Policy()


class Laws(RuleBasedStateMachine):
    """A world that changes, hints of it, readers at any stage of their work, and the store."""

    def __init__(self, store):
        super().__init__()
        self.engine = OneTransaction(store)
        self.desk, self.world = Desk(self.engine), World()
        self.hints, self.reading, self.read = [], [], []
        self.changed, self.proven = {}, {}
        self.verdicts = {}
        self.lost = True  # nobody told of the issues that were there from the beginning

    @rule(change=st.sampled_from(CHANGES), one=ISSUE, other=ISSUE, place=PLACE, text=st.sampled_from("abc"))
    def something_changes(self, change, one, other, place, text):
        world, here = self.world, self.world.issues[one]
        before = true_picture(world)
        nameable = world.nameable()
        named = nameable[place % len(nameable)] if change in ("declares", "comments") else text
        heard = getattr(world, change)(here, world.issues[other], named) if here.there else world.comes_back(here)
        after, now = true_picture(world), self.desk.tick()
        self.changed |= {piece: now for piece in after if after[piece] != before[piece]}
        if heard is not None:
            self.hints.append(heard)

    @precondition(lambda self: self.hints)
    @rule(place=PLACE, twice=st.booleans())
    def a_delivery_comes(self, place, twice):
        heard = self.hints[place % len(self.hints)]
        if not twice:
            self.hints.remove(heard)
        self.desk.hear(heard)

    @precondition(lambda self: self.hints)
    @rule(place=PLACE)
    def a_delivery_is_lost(self, place):
        self.hints.pop(place % len(self.hints))
        self.lost = True

    @rule(limit=st.integers(1, 4))
    def a_reading_of_what_waits_begins(self, limit):
        claims = self.desk.claims(Lane.READ, limit)
        if claims:
            self.reading.append(self.desk.reads(claims))

    @rule(issues=st.sets(ISSUE, min_size=1))
    def a_reading_of_its_own_accord_begins(self, issues):
        self.reading.append(self.desk.scans(self.world.issues[one].ref.text for one in issues))

    @precondition(lambda self: self.reading)
    @rule(place=PLACE, which=PLACE)
    def a_reading_looks(self, place, which):
        reader = self.reading[place % len(self.reading)]
        left = sorted(reader.unseen) or sorted(reader.threads)
        if left:
            reader.see(self.world, left[which % len(left)])

    @precondition(lambda self: self.reading)
    @rule(place=PLACE)
    def a_reading_ends(self, place):
        reader = self.reading.pop(place % len(self.reading))
        reader.end(self.world, self.desk.tick())
        self.read.append(reader)

    @precondition(lambda self: self.read)
    @rule(place=PLACE, twice=st.booleans())
    def a_reading_is_remembered(self, place, twice):
        reader = self.read[place % len(self.read)]
        if not twice:
            self.read.remove(reader)
        self._remember(reader)

    @rule(limit=st.integers(1, 4))
    def some_are_judged(self, limit):
        self._judge(self.desk.claims(Lane.JUDGE, limit))

    @rule()
    def it_is_quiet(self):
        """Everything that was sent arrives, and all that waits is read while nothing changes."""
        if self.hints:
            self.desk.hear(*self.hints)
            self.hints.clear()
        if self.lost:
            self._take(self.desk.scans(one.ref.text for one in self.world.issues))
            self.lost = False
        for _ in range(ROUNDS):
            claims = self.desk.claims(Lane.READ)
            if not claims:
                break
            self._take(self.desk.reads(claims))
        assert self.desk.claims(Lane.READ) == [], "reading in quiet does not end"
        self._the_store_is_true()
        self._reading_again_changes_nothing()
        self._judge(self.desk.claims(Lane.JUDGE))
        assert self._waiting(Lane.JUDGE) == {}
        self.every_verdict_stands_or_waits()

    @invariant()
    def what_a_newer_reading_knows_is_in_the_store_or_is_read_again(self):
        so, stored = true_picture(self.world), stored_picture(self.engine.connection, self.world)
        waiting = self._waiting(Lane.READ)
        for piece, start in self.proven.items():
            number, facet = piece
            nobodys = isinstance(number, str)
            if nobodys and self.world.owner(number) != number:
                continue  # an issue came to that address, and what is so of it is so of the issue
            if start > self.changed.get(piece, 0):
                is_so = GONE if nobodys else so[piece]
                assert stored.get(piece) == is_so or facet in waiting.get(number, ()), piece

    @invariant()
    def every_verdict_stands_or_waits(self):
        waiting = self.desk.waiting(Lane.JUDGE)
        for one, findings in self._findings(everything(self.engine.connection)).items():
            assert findings == self.verdicts.get(one, ()) or one in waiting, one

    def teardown(self):
        try:
            for reader in (*self.reading, *self.read):
                reader.end(self.world, reader.finish or self.desk.tick())
                self._remember(reader)
            self.it_is_quiet()
        finally:
            self.engine.forget()

    def _remember(self, reader):
        remembered = self.desk.remember(reader)
        for piece in reader.proves:
            self.proven[piece] = max(reader.start, self.proven.get(piece, 0))
        return remembered

    def _take(self, reader):
        reader.end(self.world, self.desk.tick())
        return self._remember(reader)

    def _the_store_is_true(self):
        so, stored = true_picture(self.world), stored_picture(self.engine.connection, self.world)
        assert {piece: what for piece, what in stored.items() if piece[0] in range(len(AT_FIRST))} == so

    def _reading_again_changes_nothing(self):
        remembered = self._take(self.desk.scans(one.ref.text for one in self.world.issues))
        assert (remembered.changed, remembered.again, remembered.fresh) == (set(), {}, {})
        assert self.desk.claims(Lane.READ) == []

    def _waiting(self, lane):
        """What waits in a lane, by the issue of the world, with the facets."""
        waiting = self.desk.waiting(lane)
        refs = refs_of(self.engine.connection, list(waiting))
        found = {}
        for one, facets in waiting.items():
            number = self.world.owner(refs[one].text)
            found[number] = found.get(number, frozenset()) | facets
        return found

    def _judge(self, claims):
        there = around(self.engine.connection, [one.issue_id for one in claims])
        found = self._findings(there)
        self.verdicts |= {one.issue_id: found.get(one.issue_id, ()) for one in claims}
        finish(self.engine.connection, Lane.JUDGE, claims)

    def _findings(self, there):
        """What the rules find, by the row of the issue."""
        return {there.ids[ref]: found for ref, found in by_issue(judged(there, POLICY)).items() if ref in there.ids}


def test_any_order_of_changes_deliveries_and_readings_keeps_the_laws(store):
    lives = settings(
        max_examples=settings.default.max_examples // 2, stateful_step_count=25, report_multiple_bugs=False
    )
    run_state_machine_as_test(partial(Laws, store), settings=lives)
