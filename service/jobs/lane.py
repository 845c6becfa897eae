"""One lane of one site: drained by one process at a time, woken by a mark, and by the clock at the latest."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from structlog.contextvars import bound_contextvars

from connectors.contract import Unavailable
from service.store.connection import reason
from service.store.leases import LeaseLostError
from service.tracing import span

if TYPE_CHECKING:
    from service.store.leases import Lease, Leases

LOG = structlog.get_logger()
POLL_SECONDS: Final = 1.0
"""How long a lane sleeps at most: whoever marks work from another process wakes nobody."""
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 300.0
LONGEST_ASKED_FOR: Final = 3600.0
"""However long a tracker, or what stands before it, asks for: the quotas of both begin anew each hour."""
RENEWALS: Final = 3
"""How often a lease is renewed in its time."""
_RENEWING: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="renewing")
"""Leases are renewed by a thread of its own: those that do the work may all be busy for longer than a lease lasts."""


class Job(Protocol):
    """What is done in a lane."""

    async def work(self, lease: Lease) -> bool:
        """Does one batch. Whether there was any: then there may be more."""

    def due(self) -> float | None:
        """When the next work is due, in seconds since 1970; ``None`` if there is none. Asks the store."""


@dataclass(slots=True)
class LaneRun:
    """A lane that is kept drained. ``wake`` may be called from any thread of its event loop."""

    site: str
    lane: str
    job: Job
    leases: Leases
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    paused_until: float = 0.0
    draining: bool = False
    """Whether it is being drained: to wake it is enough then."""
    ending: bool = False
    """Whether it is to stop after the step in hand."""
    _failures: int = 0
    _lease: Lease | None = None
    _renewal: float = 0.0
    _elsewhere: bool = False
    """Another process works in the lane: what is due is its matter, and asking all the time would be in its way."""

    def wake(self) -> None:
        """There is work."""
        self.woken.set()

    def give_back(self) -> None:
        """Lets another process in at once, when the lane does not run any more."""
        if self._lease is not None:
            self.leases.give_back(self._lease)
            self._lease = None

    async def drain(self) -> float | None:
        """Works until nothing is due and lets other processes in; when to look again (seconds since 1970), if ever.

        For those who are woken from outside. Whoever wakes it meanwhile is heeded.
        """
        self.draining = True
        try:
            while True:
                self.woken.clear()
                if time.time() >= self.paused_until:
                    await self._drain()
                following = await asyncio.to_thread(self._left)
                if self.ending or self._elsewhere or time.time() < self.paused_until:
                    return following
                if not self.woken.is_set() and (following is None or following > time.time()):
                    return following
        finally:
            self.draining = False

    def _left(self) -> float | None:
        """Gives the lease back; when there is something to do next."""
        try:
            self.give_back()
            due = self.job.due()
        except SQLAlchemyError as error:
            self._pause(reason(error), None)
            return self.paused_until
        if self._elsewhere:
            return time.time() + POLL_SECONDS
        return due if due is None else max(due, self.paused_until)

    async def run(self) -> None:
        """Drains the lane until it is cancelled."""
        while True:
            self.woken.clear()
            await self._sleep(await self._drain())

    async def _drain(self) -> float | None:
        """Works until nothing is due; when something is (seconds since 1970), if that is known.

        What goes wrong here must not end the lane: the work is still marked.
        """
        self._elsewhere = False
        try:
            while not self.ending:
                due, lease = await asyncio.to_thread(self._look)
                if lease is None:
                    return due
                if not await self._worked(lease):
                    return await asyncio.to_thread(self.job.due)
                self._failures = 0
        except LeaseLostError:
            self._lease = None
            LOG.warning("lease_lost", site=self.site, lane=self.lane)
            return 0.0
        except Unavailable as unavailable:
            self._pause(str(unavailable), unavailable.retry_after)
        except SQLAlchemyError as error:
            self._pause(reason(error), None)
        except Exception as error:  # a fault of ours in one batch must not stop all others for good
            LOG.exception("lane_failed", site=self.site, lane=self.lane)
            self._pause(type(error).__name__, None)
        return None

    def _look(self) -> tuple[float | None, Lease | None]:
        """The lease, if something is due now and nobody else works here; else when to look again, if that is known."""
        due = self.job.due()
        if due is None or due > time.time():
            return due, None
        lease = self._taken()
        self._elsewhere = lease is None
        return None, lease

    async def _worked(self, lease: Lease) -> bool:
        """One batch, with the lease kept alive meanwhile."""
        keeper = asyncio.create_task(self._keep_alive())
        try:
            with bound_contextvars(site=self.site, lane=self.lane), span(f"lane {self.lane}", site=self.site):
                return await self.job.work(lease)
        finally:
            keeper.cancel()

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self.leases.seconds / RENEWALS)
            try:
                await asyncio.get_running_loop().run_in_executor(_RENEWING, self._taken)
            except SQLAlchemyError as error:  # whether the lease is lost is seen where something is written
                LOG.warning("lease_not_renewed", site=self.site, lane=self.lane, reason=reason(error))

    def _taken(self) -> Lease | None:
        """The lease, asked for anew only when a part of its time has passed."""
        now = time.monotonic()
        if self._lease is None or now >= self._renewal:
            self._lease, self._renewal = self.leases.take(self.site, self.lane), now + self.leases.seconds / RENEWALS
        return self._lease

    def _pause(self, why: str, seconds: float | None) -> None:
        """As long as the tracker asks for, which answers then; where it does not, longer each time."""
        self._failures = self._failures + 1 if seconds is None else 0
        longer = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self._failures - 1))
        pause = longer if seconds is None else min(LONGEST_ASKED_FOR, seconds)
        self.paused_until = time.time() + pause
        LOG.warning("lane_paused", site=self.site, lane=self.lane, seconds=round(pause, 1), reason=why)

    async def _sleep(self, due: float | None) -> None:
        """Until it is woken, the next work is due, or the pause is over, which nothing cuts short."""
        if (pause := self.paused_until - time.time()) > 0:
            await asyncio.sleep(pause)
            return
        seconds = POLL_SECONDS
        if due is not None:
            seconds = min(POLL_SECONDS, max(0.0, due - time.time()))
        with suppress(TimeoutError):  # wait_for of Python 3.11 forgets a cancellation that comes as it is woken
            async with asyncio.timeout(seconds):
                await self.woken.wait()
