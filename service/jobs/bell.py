"""What a process has for a runner that only receives and shows: it wakes the workers, and does nothing itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from service.jobs.lanes import HEARING
from service.jobs.waking import Key, Waker, opened, wake_app
from service.store.connection import reach

if TYPE_CHECKING:
    from collections.abc import Sequence

    from procrastinate import App
    from sqlalchemy import Engine

    from service.store.deliveries import Deliveries


@dataclass(slots=True)
class Bell:
    """Tells the workers of deliveries. ``sites`` are the names of those that may bring any."""

    engine: Engine
    deliveries: Deliveries
    sites: Sequence[str]
    _app: App = field(init=False)
    _waker: Waker = field(init=False)
    _task: asyncio.Task[None] = field(init=False)

    async def start(self, now: float) -> None:
        """Connects."""
        del now
        await asyncio.to_thread(reach, self.engine)
        self._app = wake_app(self.engine)
        await opened(self._app)
        due = {Key(site, HEARING): partial(self._due, site) for site in self.sites}
        self._waker = Waker(self._app, self.engine, due)
        self._task = asyncio.create_task(self._waker.run())

    async def stop(self) -> None:
        """Ends; what nobody was woken for is found by the workers' sweep."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._app.close_async()

    def ended(self) -> list[str]:
        """Whether it wakes nobody any more."""
        return ["waking of workers"] if self._task.done() else []

    def wake(self, name: str) -> None:
        """Wakes a lane of every site that has work in it, in whichever process."""
        self._waker.wake(Key(site, name) for site in self.sites)

    def _due(self, site: str) -> float | None:
        return 0.0 if self.deliveries.new(site, 1) else None
