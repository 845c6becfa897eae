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
        number = one.number
        if not one.there:
            picture |= dict.fromkeys(((number, facet) for facet in (CORE, LINKS, COMMENTS)), GONE)
            continue
        fallback = {world.owner(one.fallback)} if one.fallback else set()
        picture[number, CORE] = (one.ref.text, one.title, one.state, one.planned, fallback)
        parts = {(number, one.parent)} if one.parent is not None else set()
        parts |= {(child, number) for child in world.children(number)}
        picture[number, LINKS] = set(one.waits), parts
        picture[number, COMMENTS] = {world.owner(one.comment)} if one.comment else set()
    return picture


def stored_picture(connection, world):
    """What the store says is so, of the issues of the world that were read."""
    seen = everything(connection).facts
    owner = lambda ref: world.owner(ref.text)  # noqa: E731
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
    picture = {}
    for facts in seen:
        issue, number = facts.issue, owner(facts.issue.ref)
        here = [(number, facet) for facet in (CORE, LINKS, COMMENTS)]
        assert here[0] not in picture, f"{number} is in the store twice"
        if issue.state is State.GONE:
            picture |= dict.fromkeys(here, GONE)
            continue
        planned = bool(issue.signs.value)
        values = (
            (issue.ref.text, issue.title, issue.state, planned, fallbacks[number]),
            (waits[number], parts[number]),
            comments[number],
        )
        picture |= dict(zip(here, values, strict=True))
    return picture
