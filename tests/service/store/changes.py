"""What may happen in the made-up world, and what the tracker would send of it: who was touched, where, what moved."""

from connectors.contract import Facet, Heard, Touched
from rules.model import State
from tests.service.store.world import NEVER, World


class ChangingWorld(World):
    """Each change is called alike, with an issue, another one, and an address to name; ``None``: nothing happened."""

    def nameable(self):
        """Addresses that a text may name: present and former ones, one of the future, and one of nothing."""
        return [*(text for one in self.issues for text in one.addresses), self._next(self.issues[0]), NEVER]

    def retitles(self, one, _other, _text):
        one.title = f"{one.title}, again"
        return self._heard({one: {Facet.CORE}})

    def changes_state(self, one, _other, _text):
        ended = State.DROPPED if one.planned else State.DONE
        one.state = State.OPEN if one.state is ended else ended
        return self._heard({one: {Facet.CORE}})

    def plans(self, one, _other, _text):
        one.planned = not one.planned
        return self._heard({one: {Facet.CORE}})

    def waits(self, one, other, _text):
        """Begins to wait natively, or ends it."""
        if not other.there:
            return None
        one.waits ^= {other.number}
        return self._heard({one: {Facet.LINKS}, other: {Facet.LINKS}})

    def parts(self, one, other, _text):
        """Becomes a part of another issue, or of none."""
        before = None if one.parent is None else self.issues[one.parent]
        if not other.there or one.number in self._above(other):
            return None
        one.parent = None if before is other else other.number
        return self._heard({each: {Facet.LINKS} for each in (one, other, before) if each is not None})

    def declares(self, one, _other, text):
        """Its description names a fallback, or no longer does."""
        if self._is_its_own(one, text):
            return None
        one.fallback = None if one.fallback else text
        return self._heard({one: {Facet.CORE}})

    def comments(self, one, _other, text):
        """A comment says that it waits, or that comment is deleted."""
        if self._is_its_own(one, text):
            return None
        one.comment = None if one.comment else text
        return self._heard({one: {Facet.COMMENTS}})

    def moves(self, one, _other, _text):
        """Its repository gets another name, of which nobody tells: it keeps its id, and the old address leads to it."""
        one.addresses.append(self._next(one))
        one.renamed = True
        return self._heard({one: {Facet.CORE}})

    def transfers(self, one, _other, _text):
        """Is transferred to the other repository: it gets another id, and the old address leads nowhere.

        Not after a new name: what is heard of a transfer has no former id, and the name may be news to the store.
        """
        if one.renamed:
            return None
        old = one.ref
        one.left.update(one.addresses)
        one.ids.append(f"{one.number}.{len(one.ids)}")
        one.addresses.append(self._next(one))
        return self._heard({one: set(Facet)}, moved=((old, one.ref),))

    def goes(self, one, _other, _text):
        """Is out of sight, with its native links."""
        one.there = False
        linked = {one: set(Facet)} | {self.issues[each]: {Facet.LINKS} for each in one.waits | ({one.parent} - {None})}
        for each in self.issues:
            if one.number in each.waits or each.parent == one.number:
                linked[each] = {Facet.LINKS}
                each.waits.discard(one.number)
                each.parent = None if each.parent == one.number else each.parent
        one.waits, one.parent = set(), None
        return self._heard(linked)

    def comes_back(self, one, _other, _text):
        one.there = True
        return self._heard({one: set(Facet)})

    def _heard(self, facets, moved=()):
        touched = tuple(Touched(one.ref, one.vendor_id, "", frozenset(some)) for one, some in facets.items())
        return Heard(touched=touched, moved=moved)

    def _is_its_own(self, one, text):
        return self.owner(text) == one.number or text == self._next(one)

    def _next(self, one):
        """The address that it will have after the next move."""
        repository = "pay" if one.addresses[-1].startswith("acme/web") else "web"
        return f"acme/{repository}#{one.number + 1 + 10 * len(one.addresses)}"

    def _above(self, one):
        """An issue and its ancestors."""
        found = {one.number}
        while one.parent is not None:
            one = self.issues[one.parent]
            found.add(one.number)
        return found
