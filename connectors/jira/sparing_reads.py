"""Reads that nobody waits for, which never take more than their share of what a site allows: paced, and counted."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from connectors.contract import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from connectors.jira.transport import Transport

SHARE: Final = 0.5
"""Of what a site allows; the rest is for what is read because it changed, and for people."""
WORTH_IT: Final = 2
"""Requests that are free after a wait, at least: an issue is read by one, and what hangs on it by others."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a kind of Jira allows to everybody, whatever its answers say; 0 is no limit.

    The points of an hour are apps' alone: https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ . An API
    token, as Detour has one, is limited by bursts.
    """

    requests_a_second: int = 0


class SparingReads:
    """Asks a site as ``reads`` does, as often as ``share`` of its limits takes.

    It waits itself for moments, and raises ``Unavailable`` for longer waits before it asks.
    """

    def __init__(self, reads: Transport, limits: Limits, share: float) -> None:
        self._reads, self._share = reads, share
        self._pause = 1 / (limits.requests_a_second * share) if limits.requests_a_second else 0.0
        self._turn = asyncio.Lock()
        self._next, self._under_way, self.requests = 0.0, 0, 0

    async def get(self, path: str, kind: type[Answer], **parameters: str | int) -> Answer:
        """As ``Transport.get``."""
        return await self._asked(lambda: self._reads.get(path, kind, **parameters))

    async def post(self, path: str, kind: type[Answer], question: dict[str, Any]) -> Answer:
        """As ``Transport.post``."""
        return await self._asked(lambda: self._reads.post(path, kind, question))

    async def _asked(self, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        async with self._turn:
            self._check()
            await asyncio.sleep(max(0.0, self._next - time.monotonic()))
            self._next = time.monotonic() + self._pause
            self._under_way += 1
            self.requests += 1
        try:
            return await ask()
        finally:
            self._under_way -= 1

    def _check(self) -> None:
        """What is under way is not in the site's last word yet. A wait lasts until half of the share is there again."""
        self._reads.pauses.check(self._reads.url)
        now, bucket = self._reads.now(), self._reads.bucket
        if bucket is None:
            return
        kept = (1 - self._share) * bucket.limit
        if bucket.wait(kept + self._under_way + 1, now):
            wait = bucket.wait(kept + max(WORTH_IT, self._share * bucket.limit / 2), now)
            raise Unavailable("scans leave the rest of what Jira allows now to others", retry_after=wait)
