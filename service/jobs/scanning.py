"""The lane of scanning: sweeps, then what they left to be read, then closed issues for the records; all unhurried."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from connectors.scanning import Wanted
from service.store.connection import reading
from service.store.sweeps import next_step, note_deeper, under_way

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.jobs.reading import Reads
    from service.pipeline.scan import Scanning
    from service.store.leases import Lease
    from service.store.sweeps import Passage


@dataclass(slots=True)
class Scans:
    """Works on what was swept and is to be swept of one site; ``scanned`` is called after each step."""

    scanning: Scanning
    deeper: Reads
    scanned: Callable[[], None]

    async def work(self, lease: Lease) -> bool:
        """One step. Raises ``Unavailable``."""
        under_way = await asyncio.to_thread(self._under_way)
        urgent = next((one for one in under_way if one.wanted is not Wanted.CLOSED), None)
        if urgent is None and await self._worked_deeper(lease):
            return True
        passage = urgent or next(iter(under_way), None)
        if passage is None:
            return False
        await self.scanning.step(passage, lease, time.time())
        self.scanned()
        return True

    async def _worked_deeper(self, lease: Lease) -> bool:
        asked = self.scanning.client.requests
        try:
            return await self.deeper.work(lease)
        finally:
            if requests := self.scanning.client.requests - asked:
                await asyncio.to_thread(self._note, requests)

    def _note(self, requests: int) -> None:
        with self.scanning.engine.begin() as connection:
            note_deeper(connection, self.scanning.site.name, requests)

    def due(self) -> float | None:
        """When there is something to do next."""
        with reading(self.scanning.engine) as connection:
            return next_step(connection, self.scanning.site.name)

    def _under_way(self) -> list[Passage]:
        with reading(self.scanning.engine) as connection:
            return under_way(connection, self.scanning.site.name)
