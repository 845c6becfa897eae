"""The lane of auditing: of no site. Schedule and pages begin audits; each ends when what it asked for was read."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

from service.pipeline.audits import Order
from service.store import audits
from service.store.connection import reading
from service.store.kept_settings import kept_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.cron import Cron
    from service.pipeline.audits import Auditing
    from service.store.audits import KeptAudit
    from service.store.leases import Lease

LOG = structlog.get_logger()
LANE: Final = "audit"
LOOK_SECONDS: Final = 2.0
"""How often it is seen whether what an audit asked for was read."""
BELIEF_SECONDS: Final = 10.0
"""How long it believes what it knows of the next audit: another process or a page may have begun one meanwhile."""
PATIENCE_SECONDS: Final = 3600.0
"""How long comments and remote links are waited for, once every page was read; what is unread then is listed."""


@dataclass(slots=True)
class Audits:
    """Begins the audits of the schedule, if there is one, and concludes them and those that pages ask for.

    ``begun`` is called when there are sweeps to be made.
    """

    auditing: Auditing
    cron: Cron | None
    begun: Callable[[], None]
    _swept: float | None = None
    _due: float | None = None
    _looked: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """One step: an audit begins, or is found to be read and concluded."""
        now = time.time()
        self._due, self._looked = now + LOOK_SECONDS, now
        audit = await asyncio.to_thread(self._under_way)
        if audit is None:
            await asyncio.to_thread(self._begin, lease, now)
            self.begun()
        elif await asyncio.to_thread(self._is_read, audit, now):
            found = await asyncio.to_thread(self.auditing.conclude, audit, now)
            self._swept, self._looked = None, 0.0
            LOG.info("audited", audit=audit.id, findings=len(found.findings), seconds=round(now - audit.started))
        return False

    def due(self) -> float | None:
        """Soon while an audit is under way, else at the next moment of the schedule."""
        now = time.time()
        if now - self._looked > BELIEF_SECONDS:
            self._due, self._looked = self._next(now), now
        return self._due

    def _next(self, now: float) -> float | None:
        if self._under_way() is not None:
            return now
        return None if self.cron is None else self.cron.after(self._last())

    def _begin(self, lease: Lease, now: float) -> None:
        del lease  # the slot is taken once, whoever holds it
        slot = None if self.cron is None else self.cron.latest(self._last(), now)
        if slot is not None:
            sites = tuple(sorted(self.auditing.sites.by_name))
            self.auditing.begin(Order(sites=sites, asked_by=audits.SCHEDULE, slot=slot), now)

    def _is_read(self, audit: KeptAudit, now: float) -> bool:
        if self.auditing.under_way(audit):
            self._swept = None
            return False
        self._swept = self._swept or now
        return now - self._swept > PATIENCE_SECONDS or not any(self.auditing.unread(audit).values())

    def _under_way(self) -> KeptAudit | None:
        with reading(self.auditing.engine) as connection:
            known = (audits.under_way(connection, party) for party in (audits.SCHEDULE, audits.PAGE))
            return next((one for one in known if one is not None), None)

    def _last(self) -> float:
        """The last moment of the schedule that there was an audit for; at first, when there was a schedule at first."""
        with self.auditing.engine.begin() as connection:
            begun = kept_moment(connection, "schedule_since", time.time())
            return max(begun, audits.last_slot(connection) or 0.0)
