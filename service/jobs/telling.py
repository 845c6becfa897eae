"""The lane of telling: of no site, for a team's issues are on all of them. The clock alone wakes it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from service.pipeline.tell import Telling
    from service.store.leases import Lease

LANE: Final = "tell"
LOOK_SECONDS: Final = 30.0
"""How long it believes what it knows of the next digest: another process may have sent it meanwhile."""


@dataclass(slots=True)
class Tells:
    """Makes and sends digests."""

    telling: Telling
    _due: float | None = None
    _looked: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """One step for one team."""
        worked = await self.telling.tell(lease, time.time())
        self._looked = 0.0
        return worked

    def due(self) -> float | None:
        """When something is to be made or sent next."""
        now = time.time()
        if now - self._looked > LOOK_SECONDS:
            self._due, self._looked = self.telling.due(), now
        return self._due
