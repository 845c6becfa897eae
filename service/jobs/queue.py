"""A queue of wake-ups that a worker works through: each drains a lane."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Sequence

    from procrastinate import App

    from service.jobs.lane import LaneRun

LOG = structlog.get_logger()
GOODBYE_SECONDS: Final = 10.0
"""How long the step in hand may take when the process is told to stop."""
BESIDE: Final = 2
"""Wake-ups that are no lane's: the sweep and the rescue."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often things are looked at, in seconds; ``sweep`` and ``rescue`` as cron expressions with seconds, last."""

    poll: float = 1.0
    """How long a wake-up waits at most whose notification was lost, or that came while its lane was being drained."""
    look: float = 5.0
    """How often it is looked whether lanes of sites at home have work that nobody told of."""
    home: float = 1.0
    """How often it is seen which sites are at home."""
    heartbeat: float = 5.0
    stalled: float = 20.0
    """How long a worker shows no life until its wake-ups are taken to be nobody's."""
    sweep: str = "* * * * * */5"
    rescue: str = "* * * * * */10"


@dataclass(slots=True)
class Queue:
    """Works through the wake-ups of a queue, from ``start`` until ``end``. ``lanes`` are those that they may be for."""

    name: str
    app: App
    lanes: Sequence[LaneRun]
    pace: Pace
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins."""
        for lane in self.lanes:
            lane.ending = False
        self._task = asyncio.create_task(self._work())

    async def end(self) -> None:
        """Lets each lane end its step, within ``GOODBYE_SECONDS``."""
        for lane in self.lanes:
            lane.ending = True
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _work(self) -> None:
        """Begins anew whenever the database was lost."""
        while True:
            try:
                await self.app.run_worker_async(
                    queues=[self.name],
                    concurrency=len(self.lanes) + BESIDE,
                    fetch_job_polling_interval=self.pace.poll,
                    update_heartbeat_interval=self.pace.heartbeat,
                    stalled_worker_timeout=self.pace.stalled,
                    shutdown_graceful_timeout=GOODBYE_SECONDS,
                    delete_jobs="always",
                    install_signal_handlers=False,
                )
                LOG.warning("wakes_interrupted", queue=self.name)
            except Exception as error:  # noqa: BLE001  # of the driver, its pool or the library
                LOG.warning("wakes_interrupted", queue=self.name, reason=type(error).__name__)
            await asyncio.sleep(self.pace.home)
