"""Readers of the made-up world: they look between two ticks, and what they saw is remembered whenever it comes."""

from dataclasses import dataclass, field

from connectors.contract import Facet, Heard
from service.pipeline.hint import Hinting
from service.pipeline.marks import mark_after
from service.pipeline.site import Site, Sites
from service.store.clock import next_tick
from service.store.deliveries import Arrived
from service.store.identities import refs_of
from service.store.leases import Leases
from service.store.readings import Reading, facets_of
from service.store.work import Lane, claim, finish
from tests.service.store.remembering import ADDRESSES, MEMORY, WITNESSES, Understanding
from tests.service.store.world import SITE

MANY = 1_000


class Told:
    """A connector whose deliveries tell what is heard in them."""

    witnesses = WITNESSES
    facets = MEMORY.facets

    def normalize(self, delivery):
        return delivery.heard


@dataclass
class Sent:
    """A delivery of which it is known what is heard in it."""

    heard: Heard
    vendor_id: str = ""


class Nothing:
    """Deliveries that nobody has to settle."""

    def settle(self, *_):
        return None


SITE_HERE = Site(SITE, Told(), Understanding(ADDRESSES), client=object())
SITES = Sites({SITE: SITE_HERE})


@dataclass
class Reader:
    """A reading under way, of addresses. ``unseen`` are still to be looked at, and then the ``threads`` of some.

    ``proves`` has the moment of the look for each piece of which the truth was seen.
    """

    start: int
    unseen: set[str]
    threads: set[str]
    claims: list = field(default_factory=list)
    looks: dict = field(default_factory=dict)
    lines: dict = field(default_factory=dict)
    proves: dict = field(default_factory=dict)
    finish: int = 0

    def see(self, world, text, *, whole=True):
        """Looks at one issue now, by each of its addresses that was asked for; and at its thread another time."""
        now = world.passes()
        if text in self.unseen:
            number = world.owner(text)
            for each in {one for one in self.unseen if world.owner(one) == number}:
                self.looks[each] = world.sight(each, whole=whole)
                self.unseen.discard(each)
                self.proves |= {(number, facet): now for facet in world.shown_by(self.looks[each])}
        elif text in self.threads:
            self.threads.discard(text)
            # Whose issue could not be found, or is out of sight by now, has no thread.
            if self.looks[text].facts is not None and world.is_there(text):
                self.lines[text] = world.thread(text)
                self.proves[world.owner(text), Facet.COMMENTS] = now

    def look(self, world):
        """Looks at all that is left."""
        while self.unseen or self.threads:
            self.see(world, min(self.unseen or self.threads))

    def readings(self):
        return [Reading(look, self.start, self.finish, self.lines.get(text)) for text, look in self.looks.items()]


class Desk:
    """The store as the pipeline works on it: hears, claims, remembers and marks."""

    def __init__(self, engine):
        self.engine, self.connection = engine, engine.connection
        self._lease = Leases(engine, "laws", 3600).take(SITE, "hint")

    def tick(self):
        return next_tick(self.connection)

    def hear(self, *heard):
        hinting = Hinting(self.engine, Nothing(), SITE_HERE, SITES)
        hinting.hint([Arrived(number, Sent(one), 0.0) for number, one in enumerate(heard)], self._lease, 0.0)

    def claims(self, lane, limit=MANY):
        return claim(self.engine, SITE, lane, 1.0, limit)

    def reads(self, claims):
        """A reader that begins now with what was claimed."""
        facets = {one.issue_id: facets_of(one.facets) for one in claims}
        refs = refs_of(self.connection, list(facets))
        threads = {refs[one].text for one, some in facets.items() if Facet.COMMENTS in some}
        return Reader(self.tick(), {ref.text for ref in refs.values()}, threads, claims)

    def scans(self, texts):
        """A reader that begins now with some addresses, whatever waits."""
        asked = frozenset(texts)
        return Reader(self.tick(), set(asked), set(asked))

    def remember(self, reader):
        """What a reader saw, as the pipeline takes it in."""
        self.tick()
        remembered = SITE_HERE.memory.remember(self.connection, reader.readings())
        mark_after(self.connection, remembered, SITES, 0.0)
        finish(self.connection, Lane.READ, reader.claims)
        return remembered

    def waiting(self, lane):
        """What waits in a lane, with the facets."""
        return {one.issue_id: facets_of(one.facets) for one in self.claims(lane)}
