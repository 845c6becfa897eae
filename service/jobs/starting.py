"""A runner begins when the store can be reached: one that is away at the start is waited for, and the process lives."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError

from service.jobs.lanes import HEARING
from service.store.connection import reason

if TYPE_CHECKING:
    from collections.abc import Container

LOG = structlog.get_logger()
FIRST_SECONDS: Final = 1.0
LONGEST_SECONDS: Final = 15.0


class Runner(Protocol):
    """Does the work that webhooks and the clock bring, or has it done."""

    @property
    def away(self) -> tuple[type[Exception], ...]:
        """How what it stands on says that the database cannot be reached."""

    async def start(self, now: float) -> None:
        """Begins. ``now`` is in seconds since 1970. One that raised can be started again."""

    async def stop(self) -> None:
        """Ends the steps in hand."""

    def wake(self, name: str, sites: Container[str] | None = None) -> None:
        """A lane may have work, on these sites or on any."""

    def ended(self) -> list[str]:
        """What should run and does not."""


@dataclass(slots=True)
class Starting:
    """Starts a runner, at once or as soon as the store can be reached."""

    runner: Runner
    started: bool = False
    _trying: asyncio.Task[None] | None = None

    async def start(self, now: float) -> None:
        """Begins, or goes on trying meanwhile."""
        if not await self._tried(now):
            self._trying = asyncio.create_task(self._keep_trying())

    async def stop(self) -> None:
        """Ends it, begun or not."""
        if self._trying is not None:
            self._trying.cancel()
            await asyncio.gather(self._trying, return_exceptions=True)
        if self.started:
            await self.runner.stop()

    def wake(self, name: str, sites: Container[str] | None = None) -> None:
        """A lane may have work; one that has not begun yet looks for it when it does."""
        if self.started:
            self.runner.wake(name, sites)

    def ended(self) -> list[str]:
        """What should run and does not."""
        return self.runner.ended() if self.started else ["the lanes, which wait for the store"]

    async def _tried(self, now: float) -> bool:
        try:
            await self.runner.start(now)
        except self.runner.away as error:
            why = reason(error) if isinstance(error, SQLAlchemyError) else type(error).__name__
            LOG.warning("store_awaited", reason=why)
            return False
        self.started = True
        self.runner.wake(HEARING)  # what came while it waited
        return True

    async def _keep_trying(self) -> None:
        pause = FIRST_SECONDS
        while True:
            await asyncio.sleep(pause)
            if await self._tried(time.time()):
                LOG.info("store_reached")
                return
            pause = min(LONGEST_SECONDS, 2 * pause)
