"""Reads for sweeps, which never take more than their share of what a site allows: one after another, and counted."""

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
        self._next = 0.0

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
            return await ask()

    def _check(self) -> None:
        now, bucket = self._reads.now(), self._reads.bucket
        if bucket is not None and (wait := bucket.wait((1 - self._share) * bucket.limit, now)):
            raise Unavailable("scans leave the rest of what Jira allows now to others", retry_after=wait)
