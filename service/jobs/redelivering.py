"""The lane of redelivering: on start, and then each quarter of an hour, for what did not arrive meanwhile."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from service.pipeline.redeliver import Redelivering
    from service.store.leases import Lease

LOG = structlog.get_logger()
LANE: Final = "redeliver"
ROUND_SECONDS: Final = 900.0


@dataclass(slots=True)
class Redelivers:
    """Searches, then asks for one after the other. One that fails again waits for a later round."""

    redelivering: Redelivering
    _search: float = 0.0
    _asking: bool = False
    _asked: int = 0

    async def work(self, lease: Lease) -> bool:
        """One step: a search, or one that is asked for again. Raises ``Unavailable``."""
        now = time.time()
        if not self._asking:
            await self.redelivering.search(lease, now)
            self._search, self._asking, self._asked = now + ROUND_SECONDS, True, 0
            return True
        self._asking = await self.redelivering.ask(lease, now)
        self._asked += self._asking
        if not self._asking and self._asked:
            LOG.info("webhooks_asked_for_again", site=self.redelivering.site, webhooks=self._asked)
        return self._asking

    def due(self) -> float:
        """At once while there is something to ask for, else at the next round."""
        return 0.0 if self._asking else self._search
