"""The lanes of messages to programs: one a program, so that one that is slow or dead keeps no other waiting."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.pipeline.notify import Notifying
    from service.store.leases import Lease


def lane_of(receiver: str) -> str:
    """What the lane of a program is called."""
    return f"notify {receiver}"


@dataclass(frozen=True, slots=True)
class Notifies:
    """Sends messages to one program."""

    notifying: Notifying

    async def work(self, lease: Lease) -> bool:
        """One message."""
        return await self.notifying.notify(lease, time.time())

    def due(self) -> float | None:
        """When the next one is due."""
        return self.notifying.due()
