"""A GitHub site whose deliveries are heard at once, and what the store then holds, as values to compare."""

from contextlib import contextmanager

from sqlalchemy import select

from connectors.contract import Delivery, Facet, Look
from connectors.github.dialect import GitHubDialect
from connectors.github.issues import GitHubIssues
from connectors.github.payloads import GitHubConnector
from rules.addresses import Addresses
from rules.addresses import Site as Place
from rules.model import Facts, Issue, Ref, State
from rules.sayings import ends_of
from rules.text.passages import Passage
from service.pipeline.hint import Hinting
from service.pipeline.marks import mark_after
from service.pipeline.site import Site, Sites
from service.store.clock import changing, tick
from service.store.connection import reading
from service.store.deliveries import Deliveries
from service.store.documents import TOLD
from service.store.identities import refs_of
from service.store.leases import Leases
from service.store.neighbourhoods import everything
from service.store.readings import Reading, facets_of
from service.store.tables import address, issue
from service.store.work import Lane, claim, finish
from service.understanding import Understanding
from tests.kept import facts_in

SITE = "github/acme"
ADDRESSES = Addresses([Place(SITE, "github.com", ("Codertocat", "Octocoders", "octo-org", "acme"))])
CONNECTOR = GitHubConnector(GitHubIssues(GitHubDialect(name=SITE), ADDRESSES))


def at(text):
    return Ref(SITE, text)


@contextmanager
def listening(store, *, readable):
    site = Listening(store, readable=readable)
    yield site
    site.deliveries.close()


class Listening:
    """One site, with or without a client. Each delivery has an id of its own, and comes a second after the other."""

    def __init__(self, store, *, readable):
        self.store = store
        client = object() if readable else None
        self.site = Site(SITE, CONNECTOR, Understanding(ADDRESSES), client, automation=frozenset({"github:@renovate"}))
        self.deliveries = Deliveries(store)
        self.lease = Leases(store, "a process", 3600).take(SITE, "hear")
        self.sites = Sites({SITE: self.site})
        self._count = 0

    def tick(self):
        return tick(self.store)

    def looks(self, issues, *, since, says=""):
        """Issues, by their address with their id, were read in a request that began at a tick, and ends now."""
        both = frozenset({Facet.CORE, Facet.LINKS})
        with changing(self.store) as (connection, now):
            for text, vendor_id in issues.items():
                told = Issue(ref=at(text), vendor_id=vendor_id, title="As it was read", url="", state=State.DONE)
                look = Look(at(text), Facts(issue=told, passages=(Passage(says),)), both, both)
                mark_after(
                    connection, self.site.memory.remember(connection, [Reading(look, since, now, ())]), self.sites, 0.0
                )

    def knows(self, issues, *, says=""):
        """Issues, by their address with their id, were read and judged some time ago."""
        self.looks(issues, since=self.tick(), says=says)
        for lane in Lane:
            self.finishes(lane)

    def finishes(self, lane):
        """What waits in a lane is done."""
        with self.store.begin() as connection:
            finish(connection, lane, claim(self.store, SITE, lane, 1.0, 100))

    def comes(self, event, *bodies):
        """Deliveries are kept, as the webhook does it."""
        for body in bodies:
            self._count += 1
            self.deliveries.keep([Delivery(SITE, f"id-{self._count}", event, body)], received=float(self._count))

    def listens(self, now=0.0):
        """Hears what is new, in one batch."""
        hinting = Hinting(self.store, self.deliveries, self.site, self.sites)
        hinting.hint(self.deliveries.new(SITE, 100), self.lease, now)

    def hears(self, event, *bodies):
        self.comes(event, *bodies)
        self.listens()

    def waiting(self, lane):
        """What waits in a lane, with the facets."""
        claims = claim(self.store, SITE, lane, 1.0, 100)
        with reading(self.store) as connection:
            refs = refs_of(connection, [one.issue_id for one in claims])
        return {refs[one.issue_id].text: set(facets_of(one.facets)) for one in claims}

    def waiting_to_be_read(self):
        return self.waiting(Lane.READ)

    def seen(self):
        """Everything that the store knows."""
        with reading(self.store) as connection:
            return everything(connection)

    def row(self, text):
        """The row of an issue."""
        return self.seen().ids[at(text)]

    def issues(self):
        """What is known of issues: title and state."""
        return {one.issue.ref.text: (one.issue.title, one.issue.state) for one in facts_in(self.seen())}

    def told(self):
        """What each issue that was read tells of itself."""
        with reading(self.store) as connection:
            told = select(issue.c.told).where(issue.c.told.is_not(None))
            return [TOLD.decode(one) for one in connection.execute(told).scalars()]

    def moved(self, text):
        """When people last did something on an issue, as far as is known."""
        return {one.issue.ref.text: one.issue.moved for one in facts_in(self.seen())}[text]

    def links(self):
        """What is said of issues: the kind of each statement, who says it, and its two issues."""
        return {
            (type(said).__name__, said.said.source.value, *(one.text for one in ends_of(said) if one))
            for facts in facts_in(self.seen())
            for said in facts.statements
        }

    def addresses(self):
        """The present address of the issue to which each leads."""
        with reading(self.store) as connection:
            joined = select(address.c.key, issue.c.ref).join(issue, address.c.issue_id == issue.c.id)
            return {row.key: row.ref for row in connection.execute(joined)}

    def settled(self):
        """What became of the deliveries, in their order: state and note."""
        return [(one.state, one.note) for one in reversed(self.deliveries.latest(100))]

    def whole(self):
        """All that the store holds and does next."""
        return set(facts_in(self.seen())), self.addresses(), {lane: self.waiting(lane) for lane in Lane}
