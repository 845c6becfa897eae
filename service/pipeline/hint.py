"""Hint: what deliveries say of issues. Where the truth can be read, they only name what to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from connectors.contract import Facet, Look
from service.activity import NOTHING, of_delivery
from service.pipeline.marks import mark_after, never_read
from service.store import pull_checks
from service.store.activities import note
from service.store.clock import changing
from service.store.identities import Identities, Sighting
from service.store.leases import guard
from service.store.memory import Remembered
from service.store.readings import ALL_FACETS, Kept, Reading, Readings, bits_of
from service.store.sayings import comments_on
from service.store.work import Lane, mark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Engine

    from connectors.contract import Heard
    from service.activity import Activity
    from service.pipeline.site import Site, Sites
    from service.store.deliveries import Arrived, Deliveries
    from service.store.leases import Lease

LOG = structlog.get_logger()
MICROSECONDS: Final = 1_000_000
LONGEST_NOTE: Final = 300


@dataclass(frozen=True, slots=True)
class Hinting:
    """Hears the deliveries of one site."""

    engine: Engine
    deliveries: Deliveries
    site: Site
    sites: Sites

    def hint(self, arrived: Sequence[Arrived], lease: Lease, now: float) -> bool:
        """Takes deliveries into the model, and settles them, in one transaction. What is not understood is kept.

        Whether they said anything: then there may be something to read, or to judge.
        """
        heard: list[tuple[Arrived, Heard]] = []
        notes: dict[int, str] = {}
        failed: dict[int, str] = {}
        for one in arrived:
            try:
                said = self.site.connector.normalize(one.delivery)
            except ValueError as error:
                failed[one.id] = f"not understood: {type(error).__name__}: {error}"[:LONGEST_NOTE]
                LOG.warning("delivery_failed", site=self.site.name, delivery=one.delivery.vendor_id)
            else:
                notes[one.id] = said.ignored
                heard.append((one, said))
                issues = [str(touched.ref) for touched in said.touched]
                LOG.info("heard", site=self.site.name, delivery=one.delivery.vendor_id, issues=issues)
        with changing(self.engine) as (connection, tick):
            guard(connection, lease)
            wanted = [pair for pair in heard if not pair[1].ignored]
            if self.site.client is None:
                self._receive(connection, wanted, now)
            else:
                self._name(connection, [said for _, said in wanted], tick, now)
            self.deliveries.settle(connection, notes, failed)
        return bool(wanted)

    def _name(self, connection: Connection, heard: Sequence[Heard], tick: int, now: float) -> None:
        """Marks the named issues to be read."""
        identities, facets = Identities(connection), dict[int, int]()
        _enter(identities, heard)
        _note_moves(connection, [identities.of(new) for said in heard for _, new in said.moved], tick)
        ours = _ours(connection, identities, heard)
        for said in heard:
            if said not in ours:
                for touched in said.touched:
                    one = identities.of(touched.ref)
                    facets[one] = facets.get(one, 0) | bits_of(touched.facets)
        for one in never_read(connection, sorted(facets)):
            facets[one] = ALL_FACETS
        mark(connection, Lane.READ, facets, now, facets)
        mark(connection, Lane.CHECK, self._to_check(connection, identities, heard), now)
        changed = identities.changed() | note(connection, self._activities(identities, heard, ours))
        mark_after(connection, Remembered(changed=changed), self.sites, now)

    def _to_check(self, connection: Connection, identities: Identities, heard: Sequence[Heard]) -> set[int]:
        """The pull requests whose checks may be others now, where checks are wanted."""
        if self.site.checker is None:
            return set()
        pulls = [one for said in heard for one in said.pulls if one.ref.container.casefold() in self.site.checked]
        identities.enter(Sighting(one.ref, one.vendor_id, one.node_id) for one in pulls)
        asked = pull_checks.again(connection, self.site.name, [run for said in heard for run in said.rechecked])
        return asked | {identities.of(one.ref) for one in pulls}

    def _receive(self, connection: Connection, heard: Sequence[tuple[Arrived, Heard]], now: float) -> None:
        """Without a way to ask, what the payloads say is remembered, in the order of the tracker's own time."""
        for one, said in heard:
            identities = Identities(connection)
            _enter(identities, [said])
            remembered = self.site.memory.remember(connection, list(_readings(said, one.received)))
            ticks = _ticks(said.at, one.received)
            remembered.changed |= self.site.memory.amend(connection, said.added, said.removed, ticks)
            remembered.changed |= identities.changed() | note(connection, self._activities(identities, [said]))
            mark_after(connection, remembered, self.sites, now)

    def _activities(
        self, identities: Identities, heard: Sequence[Heard], ours: Sequence[Heard] = ()
    ) -> dict[int, Activity]:
        """Who did something on which issue, by its row, as far as deliveries tell."""
        found: dict[int, Activity] = {}
        automation, we_write = self.site.automation, self.site.client is not None
        for said in heard:
            for touched in said.touched:
                told = of_delivery(said, touched, automation, we_write=we_write, ours=said in ours)
                one = identities.of(touched.ref)
                found[one] = found.get(one, NOTHING).joined(told)
        return {one: told for one, told in found.items() if told != NOTHING}


def _ours(connection: Connection, identities: Identities, heard: Sequence[Heard]) -> list[Heard]:
    """What tells of nothing but a comment of ours: nobody takes our words for anything, so that it is not read."""
    about = [(said, identities.of(touched.ref)) for said in heard if said.comment for touched in said.touched]
    written = comments_on(connection, sorted({one for _, one in about}))
    return [said for said, one in about if (one, said.comment) in written]


def _enter(identities: Identities, heard: Sequence[Heard]) -> None:
    identities.enter(
        Sighting(touched.ref, touched.vendor_id, touched.node_id) for said in heard for touched in said.touched
    )
    for old, new in (pair for said in heard for pair in said.moved):
        identities.enter([Sighting(old), Sighting(new)])
        identities.move(old, new)


def _note_moves(connection: Connection, moved: Sequence[int], tick: int) -> None:
    """Where issues are is known as of now: a look at their former selves that began before takes nothing back."""
    readings = Readings(connection, moved)
    for one in moved:
        readings.keep(one, Facet.CORE, Kept(tick, tick, readings.lines(one, Facet.CORE)))
    readings.write()


def _readings(said: Heard, received: float) -> Iterator[Reading]:
    """What a delivery tells as readings of one moment: the tracker's, or else that of its arrival."""
    nodes = {touched.ref: touched.node_id for touched in said.touched}
    for facts in said.facts:
        at = _ticks(facts.issue.moved or said.at, received)
        looked = said.complete | {Facet.CORE}
        look = Look(facts.issue.ref, facts, looked, said.complete, node_id=nodes.get(facts.issue.ref, ""))
        yield Reading(look, at, at)
    for ref in said.deleted:
        at = _ticks(said.at, received)
        yield Reading(Look(ref, None, frozenset(Facet), frozenset(), "it was deleted"), at, at)


def _ticks(moment: datetime | None, received: float) -> int:
    """Microseconds since 1970."""
    return round((received if moment is None else moment.timestamp()) * MICROSECONDS)
