"""The lane of surveys: of no site, for pages show an organisation as a whole."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from service.pipeline.survey import Surveying
    from service.store.leases import Lease

LANE: Final = "survey"


@dataclass(frozen=True, slots=True)
class Surveys:
    """Takes a survey whenever one is due."""

    surveying: Surveying

    async def work(self, lease: Lease) -> bool:
        """All of it at once. Whether there may be more is asked anew, for the store may have changed meanwhile."""
        await asyncio.to_thread(self.surveying.survey, lease, time.time())
        return False

    def due(self) -> float:
        """When to look next: as the store tells, for another process may have looked meanwhile."""
        return self.surveying.due()
