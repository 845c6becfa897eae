"""A made-up true world of a few GitHub issues, which changes; what the store should know of it in the end."""

from dataclasses import dataclass, field

from connectors.contract import Facet, Heard, Look, Touched
from rules.model import Child, Facts, Glimpse, Issue, PlanSign, Ref, Said, Source, State, Wait
from rules.text.passages import Passage
from service.store.documents import Lines

SITE = "github/acme"
AT_FIRST = ("acme/web#1", "acme/web#2", "acme/pay#3", "acme/pay#4")
NEVER = "acme/ops#99"
LOOKED_AT = frozenset({Facet.CORE, Facet.LINKS})


def at(text):
    return Ref(SITE, text)


@dataclass(eq=False)
class Real:
    """One issue as it truly is. ``addresses`` are all that ever led to it, the present one last."""

    number: int
    addresses: list[str]
    title: str = "Untitled"
    state: State = State.OPEN
    planned: bool = False
    there: bool = True
    waits: set[int] = field(default_factory=set)
    parent: int | None = None
    fallback: str | None = None
    comment: str | None = None

    @property
    def ref(self):
        return at(self.addresses[-1])


class World:
    """Changes give what the tracker would send of them: who was touched, where, and what moved."""

    def __init__(self):
        self.issues = [Real(number, [text]) for number, text in enumerate(AT_FIRST)]

    def owner(self, text):
        """The issue that an address ever led to, or the address itself."""
        return next((one.number for one in self.issues if text in one.addresses), text)

    def nameable(self):
        """Addresses that a text may name: present and former ones, one of the future, and one of nothing."""
        return [*(text for one in self.issues for text in one.addresses), self._next(self.issues[0]), NEVER]

    def retitles(self, one, other, text):  # noqa: ARG002  # every change is called alike
        one.title = f"{one.title[-30:]}, {text}"
        return self._heard({one: {Facet.CORE}})

    def changes_state(self, one, other, text):  # noqa: ARG002
        one.state = {State.OPEN: State.DROPPED, State.DROPPED: State.DONE, State.DONE: State.OPEN}[one.state]
        return self._heard({one: {Facet.CORE}})

    def plans(self, one, other, text):  # noqa: ARG002
        one.planned = not one.planned
        return self._heard({one: {Facet.CORE}})

    def waits(self, one, other, text):  # noqa: ARG002
        """Begins to wait natively, or ends it."""
        if one is other or not other.there:
            return None
        one.waits ^= {other.number}
        return self._heard({one: {Facet.LINKS}, other: {Facet.LINKS}})

    def parts(self, one, other, text):  # noqa: ARG002
        """Becomes a part of another issue, or of none."""
        before = None if one.parent is None else self.issues[one.parent]
        if one is other or not other.there or one.number in self._above(other):
            return None
        one.parent = None if before is other else other.number
        touched = [each for each in (one, other, before) if each is not None]
        return self._heard({each: {Facet.LINKS} for each in touched})

    def declares(self, one, other, text):
        """Its description names a fallback, or no longer does."""
        if self.owner(text) == one.number or text == self._next(one):
            return None
        one.fallback = None if other is one else text
        return self._heard({one: {Facet.CORE}})

    def comments(self, one, other, text):
        """A comment says that it waits, or that comment is deleted."""
        if self.owner(text) == one.number or text == self._next(one):
            return None
        one.comment = None if other is one else text
        return self._heard({one: {Facet.COMMENTS}})

    def moves(self, one, other, text):  # noqa: ARG002
        """Is transferred to the other repository."""
        old = one.ref
        one.addresses.append(self._next(one))
        return self._heard({one: set(Facet)}, moved=((old, one.ref),))

    def goes(self, one, other, text):  # noqa: ARG002
        """Is out of sight, with its native links."""
        one.there = False
        linked = {one: set(Facet)}
        for each in self.issues:
            if one.number in each.waits or each.parent == one.number:
                linked[each] = {Facet.LINKS}
                each.waits.discard(one.number)
                each.parent = None if each.parent == one.number else each.parent
        for number in one.waits | ({one.parent} - {None}):
            linked[self.issues[number]] = {Facet.LINKS}
        one.waits, one.parent = set(), None
        return self._heard(linked)

    def comes_back(self, one):
        one.there = True
        return self._heard({one: set(Facet)})

    def is_there(self, text):
        """Whether an address leads to an issue that can be seen."""
        number = self.owner(text)
        return number != text and self.issues[number].there

    def sight(self, text):
        """One look at an issue now, by an address that led to it at any time."""
        if not self.is_there(text):
            return Look(at(text), None, LOOKED_AT, frozenset(), "GitHub shows no such issue to this account")
        number = self.owner(text)
        one = self.issues[number]
        signs = PlanSign.DATED_MILESTONE if one.planned else PlanSign.NONE
        issue = Issue(ref=one.ref, vendor_id=str(number), title=one.title, url="", state=one.state, signs=signs)
        told = (Passage(f"Fallback: {one.fallback}"),) if one.fallback else ()
        linked = one.waits | ({one.parent} - {None}) | self.children(number)
        glimpses = tuple(self._glimpse(self.issues[each]) for each in sorted(linked))
        facts = Facts(issue=issue, statements=tuple(self._native(one)), glimpses=glimpses, passages=told)
        return Look(at(text), facts, LOOKED_AT, LOOKED_AT)

    def thread(self, text):
        """The telling lines of an issue's thread now."""
        said = self.issues[self.owner(text)].comment
        return (Lines((Passage(f"Blocked by: {said}"),), "github:@mia"),) if said else ()

    def children(self, number):
        return {each.number for each in self.issues if each.parent == number}

    def _native(self, one):
        yield from (Wait(one.ref, self.issues[each].ref, Said(Source.NATIVE, one.ref)) for each in sorted(one.waits))
        if one.parent is not None:
            yield Child(one.ref, self.issues[one.parent].ref, Said(Source.NATIVE, one.ref))
        for each in sorted(self.children(one.number)):
            yield Child(self.issues[each].ref, one.ref, Said(Source.NATIVE, one.ref))

    def _glimpse(self, one):
        return Glimpse(ref=one.ref, vendor_id=str(one.number), title=one.title, state=one.state)

    def _heard(self, facets, moved=()):
        touched = tuple(Touched(one.ref, str(one.number), "", frozenset(some)) for one, some in facets.items())
        return Heard(touched=touched, moved=moved)

    def _next(self, one):
        repository = "pay" if one.addresses[-1].startswith("acme/web") else "web"
        return f"acme/{repository}#{one.number + 1 + 10 * len(one.addresses)}"

    def _above(self, one):
        """An issue and its ancestors."""
        found = {one.number}
        while one.parent is not None:
            one = self.issues[one.parent]
            found.add(one.number)
        return found
