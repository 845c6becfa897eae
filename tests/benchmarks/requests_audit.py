"""The audits of one site for the figure ``requests``, made as ``detour audit`` makes them.

Does what it reads, a word a line, and tells a ``measure.Run`` of each; memory is the process's peak up to then.
"""

from __future__ import annotations

import asyncio
import sys
import time
from io import StringIO
from pathlib import Path

from service import auditor
from service.audit_progress import audit_progress
from service.collector import collecting_often, settle_collector
from service.jobs.site_lanes import reading_jobs
from service.logs import silence
from service.pipeline.audits import Auditing, Order
from service.pipeline.decisions import Decisions
from service.settings import load
from service.store import sweeps
from service.store.connection import reading
from service.store.work import Lane
from service.wiring import ready_store, sites_of
from tests.benchmarks.measure import Stopwatch

auditor.LOOK_SECONDS = 0.05  # a step lasts as long as its work does


class Nothing:
    """What is read behind a sweep, where it is not the time for it."""

    async def work(self, _lease):
        """There is none."""
        return False


def sweeps_alone(*known):
    """The job of sweeping. What is read behind one would begin before anybody has seen that it ended."""
    scans = reading_jobs(*known)[Lane.SCAN.value]
    scans.deeper = Nothing()
    return {Lane.SCAN.value: scans}


class Audit:
    """The audit of one site, step by step."""

    def __init__(self, engine, settings, site):
        self.auditing, self.site = Auditing(engine, Decisions(settings), sites_of(settings)), site
        self.order = Order(sites=(site,), asked_by="benchmark")

    async def sweep(self):
        """Reads page by page; how many issues."""
        return await self._read(whole=False)

    async def deeper(self):
        """Reads what comes behind that, too."""
        return await self._read(whole=True)

    async def conclude(self):
        """Makes the graph and judges it; how many findings."""
        audit = self.auditing.begin(self.order, time.time())
        return {"findings": len(self.auditing.conclude(audit, time.time()).findings)}

    async def _read(self, *, whole):
        auditor.reading_jobs = reading_jobs if whole else sweeps_alone
        with audit_progress(StringIO()) as onlooker, collecting_often():
            await auditor.Auditor(self.auditing, self.auditing.sites, onlooker, whole=whole).read(self.order)
        with reading(self.auditing.engine) as connection:
            known = sweeps.passages(connection, [self.site])
        return {"issues": max(known, key=lambda one: one.started).count.issues}


async def main(configuration, site):
    settings = load(Path(configuration), {})
    silence()
    settle_collector()
    with ready_store(settings) as engine:
        audit = Audit(engine, settings, site)
        for line in sys.stdin:
            watch, cpu = Stopwatch(), time.process_time()
            counts = await getattr(audit, line.strip())()
            watch.phases["processor"] = time.process_time() - cpu
            watch.tell(**counts)
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
