"""What a process has for a runner that only receives and shows: it wakes the workers, and does nothing itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from service.jobs.acted import WORK
from service.jobs.auditing import LANE as AUDITING
from service.jobs.lanes import HEARING
from service.jobs.learning import NO_SITE
from service.jobs.notifying import lane_of
from service.jobs.waking import AWAY, Key, Waker, opened, wake_app
from service.store import audits, notifications, sweeps
from service.store.connection import reach, reading
from service.store.work import Lane, next_due

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence

    from procrastinate import App
    from sqlalchemy import Engine

    from service.settings import Settings
    from service.store.deliveries import Deliveries

    Due = Callable[[], float | None]


@dataclass(slots=True)
class Bell:
    """Tells the workers of deliveries, and of what people did. ``sites`` are the names of those that are connected."""

    engine: Engine
    deliveries: Deliveries
    sites: Sequence[str]
    settings: Settings
    _app: App = field(init=False)
    _waker: Waker = field(init=False)
    _due: dict[Key, Due] = field(init=False)
    _task: asyncio.Task[None] = field(init=False)

    @property
    def away(self) -> tuple[type[Exception], ...]:
        """How what it stands on says that the database cannot be reached."""
        return AWAY

    async def start(self, now: float) -> None:
        """Connects."""
        del now
        await asyncio.to_thread(reach, self.engine)
        self._app = wake_app(self.engine)
        await opened(self._app)
        self._due = {key: due for site in self.sites for key, due in self._of(site).items()} | self._everywhere()
        self._waker = Waker(self._app, self.engine, self._due)
        self._task = asyncio.create_task(self._waker.run())

    async def stop(self) -> None:
        """Ends; what nobody was woken for is found by the workers' sweep."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        await self._app.close_async()

    def ended(self) -> list[str]:
        """Whether it wakes nobody any more."""
        return ["waking of workers"] if self._task.done() else []

    def wake(self, name: str, sites: Container[str] | None = None) -> None:
        """Wakes a lane of these sites, or of every one, where it has work, in whichever process."""
        self._waker.wake(key for key in self._due if key.is_of(name, sites))

    def _of(self, site: str) -> dict[Key, Due]:
        """When each lane of a site has work, as the store tells."""
        lanes: dict[Key, Due] = {Key(site, lane.value): partial(next_due, self.engine, site, lane) for lane in WORK}
        return lanes | {
            Key(site, HEARING): partial(self._unheard, site),
            Key(site, Lane.SCAN.value): partial(self._unscanned, site),
        }

    def _everywhere(self) -> dict[Key, Due]:
        receivers = [one.name for one in self.settings.webhooks]
        lanes: dict[Key, Due] = {Key(NO_SITE, lane_of(name)): partial(self._untold, name) for name in receivers}
        return lanes | {Key(NO_SITE, AUDITING): self._ordered}

    def _unheard(self, site: str) -> float | None:
        return 0.0 if self.deliveries.any_new(site) else None

    def _unscanned(self, site: str) -> float | None:
        with reading(self.engine) as connection:
            return sweeps.next_step(connection, site)

    def _untold(self, receiver: str) -> float | None:
        with reading(self.engine) as connection:
            return notifications.next_due(connection, receiver)

    def _ordered(self) -> float | None:
        """Now, where an audit of a page is under way."""
        with reading(self.engine) as connection:
            return None if audits.under_way(connection, audits.PAGE) is None else 0.0
