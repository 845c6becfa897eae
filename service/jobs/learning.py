"""The lane of learning: of no site, for a team's past is on all of them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.pipeline.learn import Learning
    from service.store.leases import Lease

NO_SITE: Final = ""
LANE: Final = "learn"


@dataclass(slots=True)
class Learns:
    """Gathers experience; ``learned`` is called where it tells more than what was known."""

    learning: Learning
    learned: Callable[[], None]
    _due: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """All of it at once; there is never more."""
        if await asyncio.to_thread(self.learning.learn, lease, time.time()):
            self.learned()
        return False

    def due(self) -> float:
        """When to gather next. Another process may have, meanwhile."""
        if self._due <= time.time():
            self._due = self.learning.due()
        return self._due
