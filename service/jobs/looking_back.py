"""The lane of looking back: of no site. The clock alone wakes it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.pipeline.look_back import LookingBack
    from service.store.leases import Lease

LOG = structlog.get_logger()
LANE: Final = "look back"
LOOK_SECONDS: Final = 30.0
"""How often it is seen whether a site is due: another process may have swept it meanwhile."""


@dataclass(slots=True)
class LooksBack:
    """Begins looks back; ``begun`` is called when there are sweeps to be made."""

    looking_back: LookingBack
    begun: Callable[[], None]
    _due: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """Begins all that are due."""
        del lease  # a sweep that is under way is not begun a second time, whoever asks
        now = time.time()
        self._due = now + LOOK_SECONDS
        if not await asyncio.to_thread(self.looking_back.is_due, now):
            return False
        if sites := await asyncio.to_thread(self.looking_back.begin, now):
            LOG.info("looking_back", sites=sites)
            self.begun()
        return False

    def due(self) -> float:
        """When to look next."""
        return self._due
