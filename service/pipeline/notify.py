"""Notify: the outbox of messages to a program. One is kept before it is sent, and is the same whenever it is tried."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from service.outgoing.sending import NotTaken
from service.store import notifications
from service.store.connection import reading
from service.store.leases import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from service.outgoing.sending import Receiver, Sender
    from service.store.leases import Lease
    from service.store.notifications import Notification

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Notifying:
    """Sends what one program is to be told. ``receiver`` is the program as it is now: secrets are replaced."""

    engine: Engine
    name: str
    receiver: Callable[[], Receiver]
    sender: Sender

    def due(self) -> float | None:
        """When the next message is due, in seconds since 1970."""
        with reading(self.engine) as connection:
            return notifications.next_due(connection, self.name)

    async def notify(self, lease: Lease, now: float) -> bool:
        """Sends the next message. Whether there was one."""
        one = await asyncio.to_thread(self._next, now)
        if one is None:
            return False
        try:
            await self.sender.send(self.receiver(), one.name, one.body, now)
        except NotTaken as error:
            LOG.warning("notification_not_taken", webhook=self.name, message=one.name, reason=str(error))
            await asyncio.to_thread(self._failed, one, error, lease, now)
        else:
            await asyncio.to_thread(self._taken, one, lease, now)
        return True

    def _next(self, now: float) -> Notification | None:
        with reading(self.engine) as connection:
            return notifications.due(connection, self.name, now)

    def _taken(self, one: Notification, lease: Lease, now: float) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            notifications.taken(connection, one, now)

    def _failed(self, one: Notification, error: NotTaken, lease: Lease, now: float) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            notifications.failed(connection, one, str(error), now, error.retry_after, final=error.final)
