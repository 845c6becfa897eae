"""One picture of the world and of the store, to lay one upon the other: per issue and facet, what is so."""

from collections import defaultdict

from connectors.contract import Facet
from rules.model import State
from rules.statements import Child, Fallback, Source, Wait
from service.store.neighbourhoods import everything
from tests.kept import facts_in

CORE, LINKS, COMMENTS = Facet.CORE, Facet.LINKS, Facet.COMMENTS
GONE = "gone"


def true_picture(world):
    """What is so in the world."""
    picture = {}
    for one in world.issues:
        number, fallback = one.number, {world.owner(one.fallback)} if one.fallback else set()
        core = (one.ref.text, one.title, one.state, one.planned, fallback)
        parts = {(number, one.parent)} if one.parent is not None else set()
        links = set(one.waits), parts | {(child, number) for child in world.children(number)}
        comments = {world.owner(one.comment)} if one.comment else set()
        picture |= _pieces(number, core, links, comments) if one.there else _gone(number)
    return picture


def stored_picture(connection, world):
    """What the store says is so, of the issues of the world that were read."""
    there = everything(connection)
    owner = _Owners(world, there)
    known = facts_in(there)
    waits, fallbacks, comments, parts = _said(known, owner)
    picture = {}
    for facts in sorted(known, key=lambda one: one.issue.state is State.GONE):
        issue, number = facts.issue, owner(facts.issue.ref)
        if (number, CORE) in picture and issue.state is State.GONE:
            continue  # an address that a text named before the issue moved there, which is not heard of yet
        assert (number, CORE) not in picture, f"{number} is in the store twice"
        core = (issue.ref.text, issue.title, issue.state, bool(issue.signs.value), fallbacks[number])
        links = waits[number], parts[number]
        picture |= _pieces(number, core, links, comments[number]) if issue.state is not State.GONE else _gone(number)
    for ref, one in there.ids.items():
        if one not in there.unread and (owner(ref), CORE) not in picture:
            picture |= _gone(owner(ref))  # it is out of sight, and others tell of it
    return picture


class _Owners:
    """Whose each address is, as far as the store can know: of a transfer it may not have heard yet."""

    def __init__(self, world, there):
        known = {ref.text for ref in there.ids}
        self.world = world
        self.last = {one.number: [text for text in one.addresses if text in known][-1:] for one in world.issues}

    def __call__(self, ref):
        number = self.world.owner(ref.text)
        return ref.text if self.world.is_left(ref.text) and [ref.text] != self.last[number] else number

    def named(self, ref):
        """Whom a text means."""
        return self.world.owner(ref.text)


def _said(seen, owner):
    """Native waits, fallbacks, waits by comment, and parts, by the issue that has them."""
    waits, fallbacks, comments, parts = (defaultdict(set) for _ in range(4))
    for said in (said for facts in seen for said in facts.statements):
        match said:
            case Wait():
                if said.said.source is Source.NATIVE:
                    waits[owner(said.blocked)].add(owner(said.blocker))
                else:
                    comments[owner(said.blocked)].add(owner.named(said.blocker))
            case Fallback():
                fallbacks[owner(said.issue)].add(owner.named(said.ticket))
            case Child():
                part = owner(said.child), owner(said.parent)
                parts[part[0]].add(part)
                parts[part[1]].add(part)
    return waits, fallbacks, comments, parts


def _pieces(number, core, links, comments):
    return {(number, CORE): core, (number, LINKS): links, (number, COMMENTS): comments}


def _gone(number):
    return _pieces(number, GONE, GONE, GONE)
