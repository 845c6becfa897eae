"""The lane of speaking: a few issues beside each other, begun in their order; their writes follow one another.

What is kept around the write of one is kept together with that of others.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from structlog.contextvars import bound_contextvars

from connectors.contract import Unavailable
from service.store.work import Lane, claim, next_due
from service.tracing import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.pipeline.speak import Speaking
    from service.store.leases import Lease
    from service.store.work import Claim

MOST_AT_ONCE: Final = 8
"""Issues: what is said on one is decided when it begins, so that it must not wait long for its turn."""


@dataclass(slots=True)
class Speaks:
    """Speaks on a site; ``spoke`` is called after each batch."""

    speaking: Speaking
    site: str
    spoke: Callable[[], None]

    async def work(self, lease: Lease) -> bool:
        """As many issues as are written on in a second. Raises ``Unavailable``, when all have ended."""
        now = time.time()
        limit = at_once(self.speaking.client.pause)
        claims = await asyncio.to_thread(claim, self.speaking.engine, self.site, Lane.SPEAK, now, limit)
        outcomes = await asyncio.gather(*(self._speak(one, lease, now) for one in claims), return_exceptions=True)
        self.spoke()
        if errors := [one for one in outcomes if one is not None]:
            raise max(errors, key=_weight)
        return bool(claims)

    async def _speak(self, one: Claim, lease: Lease, now: float) -> None:
        with bound_contextvars(issue_row=one.issue_id), span("speak", site=self.site):
            await self.speaking.speak(one, lease, now)

    def due(self) -> float | None:
        """When something is to be said next."""
        return next_due(self.speaking.engine, self.site, Lane.SPEAK)


def at_once(pause: float) -> int:
    """On how many issues it is spoken beside each other, with so many seconds between two writes. Pure."""
    return MOST_AT_ONCE if pause * MOST_AT_ONCE <= 1 else max(1, int(1 / pause))


def _weight(error: BaseException) -> tuple[bool, float]:
    """Which of several errors decides how the lane goes on: any but the tracker's, then the longest pause."""
    if isinstance(error, Unavailable):
        return False, -1.0 if error.retry_after is None else error.retry_after
    return True, 0.0
