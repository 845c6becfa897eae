"""One picture of the world and of the store, to lay one upon the other: per issue and facet, what is so."""

from collections import defaultdict

from connectors.contract import Facet
from rules.model import Child, Fallback, Source, State, Wait
from service.store.neighbourhoods import everything

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
    owner = lambda ref: world.owner(ref.text)  # noqa: E731
    waits, fallbacks, comments, parts = _said(there.facts, owner)
    picture = {}
    # Of an issue's new place the store may know before it knows that it is the same one's, and the other way round.
    elsewhere = lambda issue: (issue.state is State.GONE, world.is_left(issue.ref.text))  # noqa: E731
    for facts in sorted(there.facts, key=lambda one: elsewhere(one.issue)):
        issue, number = facts.issue, owner(facts.issue.ref)
        if (number, CORE) in picture and any(elsewhere(issue)):
            continue
        assert (number, CORE) not in picture, f"{number} is in the store twice"
        core = (issue.ref.text, issue.title, issue.state, bool(issue.signs.value), fallbacks[number])
        links = waits[number], parts[number]
        picture |= _pieces(number, core, links, comments[number]) if issue.state is not State.GONE else _gone(number)
    for ref, one in there.ids.items():
        if one not in there.unread and (owner(ref), CORE) not in picture:
            picture |= _gone(owner(ref))  # it is out of sight, and others tell of it
    return picture


def _said(seen, owner):
    """Native waits, fallbacks, waits by comment, and parts, by the issue that has them."""
    waits, fallbacks, comments, parts = (defaultdict(set) for _ in range(4))
    for said in (said for facts in seen for said in facts.statements):
        match said:
            case Wait():
                (waits if said.said.source is Source.NATIVE else comments)[owner(said.blocked)].add(owner(said.blocker))
            case Fallback():
                fallbacks[owner(said.issue)].add(owner(said.ticket))
            case Child():
                part = owner(said.child), owner(said.parent)
                parts[part[0]].add(part)
                parts[part[1]].add(part)
    return waits, fallbacks, comments, parts


def _pieces(number, core, links, comments):
    return {(number, CORE): core, (number, LINKS): links, (number, COMMENTS): comments}


def _gone(number):
    return _pieces(number, GONE, GONE, GONE)
