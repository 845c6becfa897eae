"""One life of the made-up world beside its store: what happens in it, and the laws that have to hold meanwhile."""

from rules.model import State
from service.store.identities import refs_of
from service.store.neighbourhoods import everything
from service.store.work import Lane
from tests.kept import facts_in
from tests.service.store.changes import ChangingWorld
from tests.service.store.judging import Judge
from tests.service.store.one_transaction import OneTransaction
from tests.service.store.pictures import CORE, GONE, stored_picture, true_picture
from tests.service.store.readers import Desk
from tests.service.store.world import AT_FIRST

ROUNDS = 20
"""Readings in quiet that have to be enough."""


class Life:
    """A world that changes, the deliveries that are under way, and what the store was told.

    ``changed`` has the moment of each piece's last change; ``proven`` that of the last look at it that was remembered.
    ``lost``: somebody has to look at everything, for of something nobody told.
    """

    def __init__(self, store):
        self.engine = OneTransaction(store)
        self.desk, self.world = Desk(self.engine), ChangingWorld()
        self.judge, self.hints = Judge(self.desk), []
        self.changed, self.proven = {}, {}
        self.lost = True

    def change(self, change, one, after, place):
        """Something happens to an issue, or it comes back."""
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

    def begun(self, numbers):
        """A reading of some issues that begins now."""
        return self.desk.scans(self.world.issues[number].ref.text for number in numbers)

    def end(self, reader):
        """Lets a reading look at what is left, and end."""
        reader.look(self.world)
        reader.finish = reader.finish or self.desk.tick()

    def take(self, reader):
        """Lets a reading end, and remembers it."""
        self.end(reader)
        remembered = self.desk.remember(reader)
        for piece, moment in reader.proves.items():
            self.proven[piece] = max(moment, self.proven.get(piece, 0))
        return remembered

    def quiet(self):
        """Everything that was sent arrives, all that waits is read while nothing changes, and then is judged."""
        self.desk.hear(*self.hints)
        self.hints.clear()
        if self.lost:
            self._scan()
            self.lost = False
        for _ in range(ROUNDS):
            claims = self.desk.claims(Lane.READ)
            if not claims:
                break
            self.take(self.desk.reads(claims))
        assert self.desk.claims(Lane.READ) == [], "reading in quiet does not end"
        self._is_true()
        self._reading_again_changes_nothing()
        self.judge.judge(self.desk.claims(Lane.JUDGE))
        assert (self.desk.waiting(Lane.JUDGE), self.judge.changed_unheard()) == ({}, set())

    def holds(self):
        """What the last look knows is in the store, or is read again; and so are verdicts, or are judged again."""
        so, stored = true_picture(self.world), stored_picture(self.engine.connection, self.world)
        waiting = self._waiting_to_be_read()
        for piece, moment in self.proven.items():
            number, facet = piece
            if self.world.owner(number) == number and moment > self.changed.get(piece, 0):
                teller = CORE if stored.get(piece) == GONE else facet
                assert stored.get(piece) == so.get(piece, GONE) or teller in waiting.get(number, ()), piece
        assert self.judge.changed_unheard() == set()

    def _scan(self):
        return self.take(self.begun(range(len(AT_FIRST))))

    def _is_true(self):
        so, stored = true_picture(self.world), stored_picture(self.engine.connection, self.world)
        assert {piece: what for piece, what in stored.items() if piece[0] in range(len(AT_FIRST))} == so
        there = everything(self.engine.connection)
        assert there.unread == frozenset(), "nobody read an issue that somebody names"
        left = [facts.issue for facts in facts_in(there) if self.world.is_left(facts.issue.ref.text)]
        assert [one.ref for one in left if one.state is not State.GONE] == []

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
