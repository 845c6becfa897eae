"""An audit of what is connected: asks for sweeps, sees when they are through, and concludes from the whole store."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from connectors.scanning import Wanted
from rules.odds.outlook import Outlook
from rules.odds.plans import self_reliance
from service.audit import severities
from service.extent import Changes, Extent
from service.outgoing.events import of_audit
from service.store import audits, notifications, sweeps
from service.store.audits import KeptAudit, Outcome
from service.store.clock import changing
from service.store.connection import reading
from service.store.work import Lane, counts
from service.stored import all_kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection, Engine

    from service.audit import Audit
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Sites
    from service.store.sweeps import Passage

OVERLAP: Final = 600.0
"""Seconds that a look at what has moved goes back behind the last sweep: no two clocks agree, and an index lags."""
URGENT: Final = (Wanted.OPEN, Wanted.MOVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """An audit as it is asked for, of ``sites`` by name.

    ``slot`` is the moment of the schedule that it is for. Every open issue is read where ``full``; else where no sweep
    was through for so long as the schedule says, and otherwise what moved: since the last sweep, or since ``since``.
    """

    sites: tuple[str, ...]
    asked_by: str
    slot: float | None = None
    since: float | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Auditing:
    """Audits the connected sites through one store."""

    engine: Engine
    decisions: Decisions
    sites: Sites

    def begin(self, order: Order, now: float) -> KeptAudit | None:
        """Begins an audit and the sweeps that it needs; ``None`` where another process has begun that of its slot.

        One that the same party asked for before and that was interrupted is gone on with.
        """
        with changing(self.engine) as (connection, _):
            return self.begin_in(connection, order, now)

    def begin_in(self, connection: Connection, order: Order, now: float) -> KeptAudit | None:
        """The same inside a transaction that may change the model."""
        known = audits.under_way(connection, order.asked_by)
        if known is not None and known.sites == order.sites and order.slot is None:
            return known
        number = audits.begin(connection, order.asked_by, order.sites, now, order.slot)
        if number is None:
            return None
        for site in order.sites:
            if self.sites.readable(site):
                self._sweep(connection, site, order, now)
        return KeptAudit(number, order.slot, order.asked_by, order.sites, now, None, None)

    def _sweep(self, connection: Connection, site: str, order: Order, now: float) -> None:
        known = sweeps.passages(connection, [site])
        full = next((one.through for one in known if one.wanted is Wanted.OPEN), None)
        schedule = self.decisions.settings.schedule
        if order.full or full is None or (order.since is None and full < now - schedule.sweep_seconds):
            sweeps.begin(connection, site, Wanted.OPEN, now)
        else:
            since = order.since if order.since is not None else since_last(known)
            sweeps.begin(connection, site, Wanted.MOVED, now, since)

    def under_way(self, audit: KeptAudit) -> list[Passage]:
        """The sweeps that an audit still waits for."""
        with reading(self.engine) as connection:
            known = sweeps.passages(connection, audit.sites)
        return [one for one in known if one.is_under_way and one.wanted in URGENT]

    def unread(self, audit: KeptAudit) -> Mapping[str, int]:
        """How many issues of each of its sites are still to be read whole."""
        waiting = counts(self.engine)
        return {site: waiting.get((site, Lane.SCAN.value), 0) for site in audit.sites}

    def conclude(self, audit: KeptAudit, now: float) -> Audit:
        """Audits everything that the store knows, keeps what it came to, and tells what has changed.

        One that could not read everything is nothing to compare the next one with.
        """
        unread = self.unread(audit)
        found = all_kept(self.engine, self.decisions, datetime.fromtimestamp(now, UTC), audit.sites)
        keys = [finding.key for finding in found.findings]
        with reading(self.engine) as connection:
            before = audits.keys_before(connection, audit.id, audit.sites)
            extents = tuple(self._extents(connection, audit, unread))
        changes = None if before is None else _changes(before[0], before[1], keys)
        found = replace(found, sites=audit.sites, extents=extents, changes=changes)
        whole = not any(extent.failed for extent in extents)
        outcome, packed = _outcome(found), audits.packed(keys) if whole else None
        with self.engine.begin() as connection:
            audits.end(connection, audit.id, outcome, packed, now)
            notifications.note(connection, self.decisions.settings.webhooks, [of_audit(audit, outcome, now)])
            self._read_records(connection, audit.sites, now)
        found.graph.forget()
        return found

    def _extents(self, connection: Connection, audit: KeptAudit, unread: Mapping[str, int]) -> list[Extent]:
        known = sweeps.passages(connection, audit.sites)
        return [
            _extent(site, [one for one in known if one.site == site and one.wanted in URGENT], audit, unread[site])
            if self.sites.readable(site)
            else Extent(site=site, only_received=True)
            for site in audit.sites
        ]

    def _read_records(self, connection: Connection, sites: Sequence[str], now: float) -> None:
        """Closed issues are read once, behind everything else, after the first audit that has read what is open."""
        known = {(one.site, one.wanted): one for one in sweeps.passages(connection, sites)}
        back = self.decisions.settings.schedule.records_seconds
        for site in sites:
            opened, closed = known.get((site, Wanted.OPEN)), known.get((site, Wanted.CLOSED))
            if back and opened is not None and opened.through is not None and closed is None:
                sweeps.begin(connection, site, Wanted.CLOSED, now, now - back)


def since_last(known: Sequence[Passage]) -> float | None:
    """Since when a site has to be read for what has moved since its last sweep.

    ``None`` where no sweep of all that is open has come to its end yet.
    """
    through = {one.wanted: one.through for one in known}
    opened, moved = through.get(Wanted.OPEN), through.get(Wanted.MOVED)
    return None if opened is None else max(opened, moved or 0.0) - OVERLAP


def _extent(site: str, known: Sequence[Passage], audit: KeptAudit, unread: int) -> Extent:
    """What the audit read: the passages that it began, or was there to go on with."""
    read = [one for one in known if one.ended is None or one.ended >= audit.started]
    count = sum((one.count for one in read), start=sweeps.NOTHING)
    return Extent(
        site=site,
        full=any(one.wanted is Wanted.OPEN for one in read),
        issues=count.issues,
        requests=count.requests,
        deeper=count.deeper,
        unread=unread,
        missed=count.missed,
        swept=next((one.through for one in known if one.wanted is Wanted.OPEN), None),
        out_of_reach=count.out_of_reach,
        failed="; ".join(one.note for one in read if one.note),
    )


def _changes(since: float, before: frozenset[str], keys: Sequence[str]) -> Changes:
    now = frozenset(keys)
    return Changes(since, len(now - before), len(before - now))


def _outcome(found: Audit) -> Outcome:
    across = found.between_teams
    return Outcome(
        severities=dict(severities(found.findings)),
        rules=dict(Counter(finding.code for finding in found.findings)),
        across_teams=len(across),
        covered=len(across.covered()),
        self_reliance=self_reliance(found.graph.derived(Outlook)).share,
        extents=found.extents,
        changes=found.changes,
    )
