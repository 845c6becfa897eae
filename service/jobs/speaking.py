"""The lane of speaking: one issue after the other, so that a pause asked for by the tracker holds for all."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from structlog.contextvars import bound_contextvars

from service.store.work import Lane, claim, next_due
from service.tracing import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.pipeline.speak import Speaking
    from service.store.leases import Lease


@dataclass(slots=True)
class Speaks:
    """Speaks on a site; ``spoke`` is called after each issue."""

    speaking: Speaking
    site: str
    spoke: Callable[[], None]

    async def work(self, lease: Lease) -> bool:
        """One issue. Raises ``Unavailable``."""
        now = time.time()
        claims = await asyncio.to_thread(claim, self.speaking.engine, self.site, Lane.SPEAK, now, 1)
        for one in claims:
            with bound_contextvars(issue_row=one.issue_id), span("speak", site=self.site):
                await self.speaking.speak(one, lease, now)
            self.spoke()
        return bool(claims)

    def due(self) -> float | None:
        """When something is to be said next."""
        return next_due(self.speaking.engine, self.site, Lane.SPEAK)
