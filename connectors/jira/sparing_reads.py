"""Reads for sweeps, which never take more than their share of what a site allows: one after another, and counted."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from connectors.contract import Unavailable
from connectors.jira.answers import Bulk, FoundIssues, Projects
from connectors.jira.points import Points

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from connectors.jira.transport import Transport

SHARE: Final = 0.5
"""Of what a site allows; the rest is for what is read because it changed, and for people."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a kind of Jira allows to everybody, whatever its answers say; 0 is no limit."""

    requests_a_second: int = 0
    points_an_hour: int = 0
    """A request is one, and so is each thing in its answer."""


class SparingReads:
    """Asks a site as ``reads`` does, as often as ``share`` of its limits takes.

    It waits itself for moments, and raises ``Unavailable`` for longer waits before it asks.
    """

    def __init__(self, reads: Transport, limits: Limits, share: float) -> None:
        self._reads, self._share = reads, share
        self._pause = 1 / (limits.requests_a_second * share) if limits.requests_a_second else 0.0
        self._points = Points(limits.points_an_hour * share)
        self._turn = asyncio.Lock()
        self._next = 0.0

    async def get(self, path: str, kind: type[Answer], **parameters: str | int) -> Answer:
        """As ``Transport.get``."""
        most = int(parameters.get("maxResults", 0))
        return await self._asked(most, lambda: self._reads.get(path, kind, **parameters))

    async def post(self, path: str, kind: type[Answer], question: dict[str, Any]) -> Answer:
        """As ``Transport.post``."""
        most = question.get("maxResults") or len(question.get("issueIdsOrKeys", ()))
        return await self._asked(most, lambda: self._reads.post(path, kind, question))

    async def _asked(self, most: int, ask: Callable[[], Awaitable[Answer]]) -> Answer:
        async with self._turn:
            self._check(1 + most)
            await asyncio.sleep(max(0.0, self._next - time.monotonic()))
            self._next = time.monotonic() + self._pause
            self._points.spend(1, self._reads.now())
            answer = await ask()
            self._points.spend(_things(answer), self._reads.now())
            return answer

    def _check(self, points: int) -> None:
        now, bucket = self._reads.now(), self._reads.bucket
        if bucket is not None and (wait := bucket.wait((1 - self._share) * bucket.limit, now)):
            raise Unavailable("scans leave the rest of what Jira allows now to others", retry_after=wait)
        if wait := self._points.wait(points, now):
            raise Unavailable("scans have used their share of what Jira allows in an hour", retry_after=wait)


def _things(answer: object) -> int:
    match answer:
        case Bulk() | FoundIssues():
            return len(answer.issues)
        case Projects():
            return len(answer.values)
    return 0
