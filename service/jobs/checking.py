"""The lane of checks on pull requests. On start, and then each hour, it looks for those of which no webhook told."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from structlog.contextvars import bound_contextvars

from service.store.work import Lane, claim, next_due
from service.tracing import span

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.pipeline.check import Checking
    from service.store.leases import Lease

ROUND_SECONDS: Final = 3600.0


@dataclass(slots=True)
class Checks:
    """Checks the pull requests of a site; ``checked`` is called after each."""

    checking: Checking
    checked: Callable[[], None]
    _round: float = 0.0

    async def work(self, lease: Lease) -> bool:
        """A look at what is open, or one pull request. Raises ``Unavailable``."""
        now, site = time.time(), self.checking.site.name
        if now >= self._round:
            await self.checking.look(lease, now, at_all=not self._round)
            self._round = now + ROUND_SECONDS
            return True
        claims = await asyncio.to_thread(claim, self.checking.engine, site, Lane.CHECK, now, 1)
        for one in claims:
            with bound_contextvars(issue_row=one.issue_id), span("check", site=site):
                await self.checking.check(one, lease, now)
            self.checked()
        return bool(claims)

    def due(self) -> float:
        """When the next pull request is due, or the next look."""
        following = next_due(self.checking.engine, self.checking.site.name, Lane.CHECK)
        return self._round if following is None else min(self._round, following)
