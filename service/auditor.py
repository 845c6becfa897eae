"""An audit of the connected trackers by one command: it reads what is to be read, beside whoever else does."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from service.jobs.holders import is_dead, this_process
from service.jobs.lane import LaneRun
from service.jobs.site_lanes import reading_jobs
from service.store.leases import Leases

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.pipeline.audits import Auditing, Order
    from service.pipeline.site import Sites
    from service.store.audits import KeptAudit
    from service.store.sweeps import Passage

LEASE_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 0.5
IN_VAIN_SECONDS: Final = 60.0
"""How long what cannot be read yet is waited for, while nothing else comes and no tracker has asked to wait."""


class Onlooker(Protocol):
    """Is told how far an audit has come."""

    def look(self, sweeps: Sequence[Passage], unread: Mapping[str, int], paused: Mapping[str, float]) -> None:
        """By site: the sweeps under way, how many issues are to be read whole, and until when the tracker is let be."""


@dataclass(slots=True)
class Auditor:
    """Reads for an audit in this process. The leases see to it that no two processes read the same."""

    auditing: Auditing
    sites: Sites
    onlooker: Onlooker
    whole: bool = True
    """Whether comments and remote links are waited for."""
    _lanes: list[LaneRun] = field(default_factory=list)
    _unread: int = -1
    _since: float = 0.0

    async def read(self, order: Order) -> KeptAudit:
        """Returns once everything was read. Cancelled, it leaves the audit to be gone on with."""
        audit = await asyncio.to_thread(self.auditing.begin, order, time.time())
        if audit is None:
            raise ValueError("another process has begun this audit")
        leases = Leases(self.auditing.engine, this_process(), LEASE_SECONDS)
        await asyncio.to_thread(leases.free_those_of, is_dead)
        sites = [site for name in order.sites if (site := self.sites.by_name[name]).client is not None]
        self._lanes = [
            LaneRun(site.name, lane, job, leases)
            for site in sites
            if site.client is not None
            for lane, job in reading_jobs(self.auditing.engine, site, site.client, self.sites).items()
        ]
        tasks = [asyncio.create_task(lane.run()) for lane in self._lanes]
        try:
            while not await self._is_read(audit):  # noqa: ASYNC110  # another process may do the reading: only the store tells
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.to_thread(self._give_back)
        return audit

    async def _is_read(self, audit: KeptAudit) -> bool:
        under_way = await asyncio.to_thread(self.auditing.under_way, audit)
        unread = await asyncio.to_thread(self.auditing.unread, audit)
        now = time.time()
        paused = {lane.site: lane.paused_until for lane in self._lanes if lane.paused_until > now}
        self.onlooker.look(under_way, unread, paused)
        if under_way:
            return False
        return not self.whole or not any(unread.values()) or self._is_in_vain(sum(unread.values()), now, paused)

    def _is_in_vain(self, unread: int, now: float, paused: Mapping[str, float]) -> bool:
        if unread != self._unread or paused:
            self._unread, self._since = unread, now
        return now - self._since > IN_VAIN_SECONDS

    def _give_back(self) -> None:
        for lane in self._lanes:
            lane.give_back()
