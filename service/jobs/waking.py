"""Wakes lanes in other processes, by procrastinate over PostgreSQL: a wake-up is for one lane of one site.

A wake-up may be lost, for it is sent after the transaction that made the work, and outside of it. The store is the
truth: sweeps look for lanes that have work, so that a lost one costs a delay.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import psycopg
import structlog
from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from sqlalchemy.exc import SQLAlchemyError

from service.jobs.lanes import ASKING
from service.store import wakes

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping

    from sqlalchemy import Engine

LOG = structlog.get_logger()
AWAY: Final = (SQLAlchemyError, ConnectorException, psycopg.Error)
"""How the store, the library of wake-ups and its pool say that the database cannot be reached."""
DRAIN: Final = "drain"
"""The task of draining a lane."""
ANYWHERE: Final = "anywhere"
"""The queue of lanes that any worker may drain."""
CONNECTIONS: Final = 4
PAUSE_SECONDS: Final = 1.0
"""How long nothing is sent after something could not be."""
SOON_SECONDS: Final = 5.0
"""What is due within so long is waited for by whoever knows of it; the rest is the sweep's."""


class Key(NamedTuple):
    """A lane of a site."""

    site: str
    lane: str

    def is_of(self, lane: str, sites: Container[str] | None) -> bool:
        """Whether it is that lane, of one of these sites or of whichever."""
        return self.lane == lane and (sites is None or self.site in sites)

    @property
    def queue(self) -> str:
        """Where its wake-ups wait: for any worker, or for the one in which the site is at home."""
        return queue_of(self.site) if self.lane in ASKING else ANYWHERE

    @property
    def lock(self) -> str:
        """What keeps its wake-ups from being more than one that waits and one that runs."""
        return f"{self.lane} {self.site}"


def queue_of(site: str) -> str:
    """The queue of the lanes that talk to a site: a short name, for PostgreSQL takes no long ones for its channels."""
    return f"site-{sha256(site.encode()).hexdigest()[:16]}"


def wake_app(engine: Engine) -> App:
    """Procrastinate on the store's database, with connections of its own; not opened yet."""
    arguments = wakes.connection_arguments(engine)
    return App(connector=PsycopgConnector(kwargs=arguments, min_size=1, max_size=CONNECTIONS))


async def opened(app: App) -> None:
    """Opens its connections. What was begun is closed where the database is away, so that it can be tried anew."""
    try:
        await app.open_async()
    except (ConnectorException, psycopg.Error):
        await app.close_async()
        raise


@dataclass(slots=True)
class Waker:
    """Sends wake-ups: what is asked for meanwhile is one round. ``due`` tells of each lane when its work is due.

    ``wake`` is for the loop of ``run``.
    """

    app: App
    engine: Engine
    due: Mapping[Key, Callable[[], float | None]]
    _asked: set[Key] = field(default_factory=set)
    _rung: asyncio.Event = field(default_factory=asyncio.Event)
    _timers: dict[Key, asyncio.TimerHandle] = field(default_factory=dict)

    def wake(self, keys: Iterable[Key]) -> None:
        """Has lanes woken if they have work. Neither waits nor fails."""
        self._asked.update(keys)
        self._rung.set()

    def wake_at(self, key: Key, moment: float) -> None:
        """The same at a moment (seconds since 1970), if that is soon."""
        delay = moment - time.time()
        if delay <= SOON_SECONDS:
            if key in self._timers:
                self._timers[key].cancel()
            self._timers[key] = asyncio.get_running_loop().call_later(max(0.0, delay), self.wake, [key])

    async def run(self) -> None:
        """Sends what is asked for, until it is cancelled."""
        try:
            await self._run()
        finally:
            for timer in self._timers.values():
                timer.cancel()

    async def _run(self) -> None:
        while True:
            await self._rung.wait()
            self._rung.clear()
            asked, self._asked = self._asked, set()
            try:
                await self._send(asked)
            except Exception as error:  # noqa: BLE001  # of the store, the driver or its pool: the sweep brings it
                LOG.warning("lanes_not_woken", lanes=len(asked), reason=type(error).__name__)
                await asyncio.sleep(PAUSE_SECONDS)

    async def _send(self, asked: set[Key]) -> None:
        moments = await asyncio.to_thread(self._moments, asked)
        now = time.time()
        for key, moment in moments.items():
            if moment > now:
                self.wake_at(key, moment)
                continue
            task = self.app.configure_task(DRAIN, queue=key.queue, lock=key.lock, queueing_lock=key.lock)
            with suppress(AlreadyEnqueued):  # by another process, just now
                await task.defer_async(site=key.site, lane=key.lane)

    def _moments(self, asked: set[Key]) -> dict[Key, float]:
        """When each has work, of those that have no wake-up that waits: so no errors come into the database's log."""
        found = {key: self.due[key]() for key in asked if key in self.due}
        known = {key: moment for key, moment in found.items() if moment is not None}
        waiting = wakes.waiting(self.engine) if known else set()
        return {key: moment for key, moment in known.items() if key.lock not in waiting}
