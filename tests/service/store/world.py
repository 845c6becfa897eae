"""A made-up true world of a few GitHub issues: what is so, and what a look at it shows."""

from dataclasses import dataclass, field

from connectors.contract import Facet, Look
from rules.model import Facts, Glimpse, Issue, PlanSign, Ref, State
from rules.statements import Child, Said, Source, Wait
from rules.text.passages import Passage
from service.understanding import Lines

SITE = "github/acme"
AT_FIRST = ("acme/web#1", "acme/pay#2", "acme/pay#3")
NEVER = "acme/ops#99"
"""An address of nothing."""
LOOKED_AT = frozenset({Facet.CORE, Facet.LINKS})


def at(text):
    return Ref(SITE, text)


@dataclass(eq=False)
class Real:
    """One issue as it truly is. ``addresses`` are all that ever led to it, the present one last.

    ``ids`` are the tracker's own for it, the present one last; the addresses in ``left`` lead nowhere any more.
    """

    number: int
    addresses: list[str]
    ids: list[str]
    left: set[str] = field(default_factory=set)
    title: str = "Untitled"
    state: State = State.OPEN
    planned: bool = False
    there: bool = True
    renamed: bool = False
    waits: set[int] = field(default_factory=set)
    parent: int | None = None
    fallback: str | None = None
    comment: str | None = None

    @property
    def ref(self):
        return at(self.addresses[-1])

    @property
    def vendor_id(self):
        return self.ids[-1]


class World:
    """The issues, by number."""

    def __init__(self):
        self.issues = [Real(number, [text], [str(number)]) for number, text in enumerate(AT_FIRST)]
        self.moment = 0

    def passes(self):
        """The next moment: of each change and of each look."""
        self.moment += 1
        return self.moment

    def owner(self, text):
        """The number of the issue that an address ever led to, or the address itself."""
        return next((one.number for one in self.issues if text in one.addresses), text)

    def is_there(self, text):
        """Whether an address leads to an issue that can be seen."""
        number = self.owner(text)
        return number != text and self.issues[number].there and not self.is_left(text)

    def is_left(self, text):
        """Whether an address led to an issue that is elsewhere by now, and leads nowhere any more."""
        number = self.owner(text)
        return number != text and text in self.issues[number].left

    def shown_by(self, look):
        """The facets of which a look tells the truth: none, where only its address leads nowhere any more."""
        if look.facts is not None:
            return look.complete
        number = self.owner(look.ref.text)
        return look.facets if number == look.ref.text or not self.issues[number].there else frozenset()

    def children(self, number):
        return {each.number for each in self.issues if each.parent == number}

    def sight(self, text, *, whole=True):
        """One look at an issue now, by an address that led to it at any time. Links that are not whole lack some."""
        if not self.is_there(text):
            return Look(at(text), None, LOOKED_AT, frozenset(), "GitHub shows no such issue to this account")
        one = self.issues[self.owner(text)]
        signs = PlanSign.DATED_MILESTONE if one.planned else PlanSign.NONE
        issue = Issue(ref=one.ref, vendor_id=one.vendor_id, title=one.title, url="", state=one.state, signs=signs)
        told = (Passage(f"Fallback: {one.fallback}"),) if one.fallback else ()
        links, glimpses = tuple(self._native(one)), tuple(self._glimpses(one))
        facts = Facts(issue=issue, statements=links if whole else links[:1], glimpses=glimpses, passages=told)
        return Look(at(text), facts, LOOKED_AT, LOOKED_AT if whole else frozenset({Facet.CORE}))

    def thread(self, text):
        """The telling lines of an issue's thread now."""
        said = self.issues[self.owner(text)].comment
        return (Lines((Passage(f"Blocked by: {said}"),), "github:@mia"),) if said else ()

    def _native(self, one):
        yield from (Wait(one.ref, self.issues[each].ref, Said(Source.NATIVE, one.ref)) for each in sorted(one.waits))
        if one.parent is not None:
            yield Child(one.ref, self.issues[one.parent].ref, Said(Source.NATIVE, one.ref))
        for each in sorted(self.children(one.number)):
            yield Child(self.issues[each].ref, one.ref, Said(Source.NATIVE, one.ref))

    def _glimpses(self, one):
        for number in sorted(one.waits | ({one.parent} - {None}) | self.children(one.number)):
            other = self.issues[number]
            yield Glimpse(ref=other.ref, vendor_id=other.vendor_id, title=other.title, state=other.state)
