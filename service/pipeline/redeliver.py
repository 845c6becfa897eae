"""Redeliver: has a tracker send again what did not arrive, and never the same again and again."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog

from connectors.contract import Denied, Unavailable
from service.store import undelivered
from service.store.connection import reading
from service.store.leases import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from connectors.redelivering import Redeliverer, Searched
    from service.store.leases import Lease
    from service.store.undelivered import ToAsk

LOG = structlog.get_logger()
A_DAY: Final = 86_400.0
WINDOW: Final = 3 * A_DAY
"""How long GitHub remembers a delivery, and can send it again.

https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks
"""
OVERLAP: Final = 600.0
"""Seconds that a search goes back behind the last one: an attempt is listed when it has ended, and clocks differ."""
AN_HOURS: Final = 200
"""How many are asked for again within an hour: comments are written with the same account, which may write 500."""
REFUSALS: Final = 3
"""How often in a row a sender's deliveries may be denied before it is left alone for the day."""


@dataclass(slots=True)
class Redelivering:
    """Sees to the webhooks of one site. ``asked`` is called after each that was asked for.

    What it remembers itself is for this process: after a restart everything is looked through once more.
    """

    engine: Engine
    site: str
    redeliverer: Redeliverer
    asked: Callable[[], None] = lambda: None
    _searched: dict[str, float] = field(default_factory=dict)
    _left_alone: dict[str, float] = field(default_factory=dict)
    _refusals: Counter[str] = field(default_factory=Counter)

    async def search(self, lease: Lease, now: float) -> None:
        """Looks for what did not arrive. Raises ``Unavailable``, once all other senders were looked through."""
        failure: Unavailable | None = None
        for sender in self._senders(now):
            try:
                await self._search(sender, lease, now)
            except Denied as denied:
                self._leave_alone(sender, denied, now)
            except Unavailable as unavailable:
                failure = unavailable
        if failure is not None:
            raise failure

    async def ask(self, lease: Lease, now: float) -> str | None:
        """Has one sent again, if any is due and there is room for it; its id. Raises ``Unavailable``."""
        while (one := await asyncio.to_thread(self._next, now)) is not None:
            try:
                await self.redeliverer.ask_again(one.sender, one.handle)
            except Denied as denied:
                await asyncio.to_thread(self._note_asked, one, lease, now, in_vain=True)
                self._refuse(one.sender, denied, now)
                continue
            except Unavailable as unavailable:
                if unavailable.outcome_unknown:
                    await asyncio.to_thread(self._note_asked, one, lease, now)
                raise
            await asyncio.to_thread(self._note_asked, one, lease, now)
            self._refusals[one.sender] = 0
            self.asked()
            return one.vendor_id
        return None

    def has_arrived(self, vendor_id: str) -> bool:
        """Whether one that was asked for came."""
        with reading(self.engine) as connection:
            return undelivered.has_arrived(connection, self.site, vendor_id)

    async def _search(self, sender: str, lease: Lease, now: float) -> None:
        since = max(now - WINDOW, self._searched.get(sender, 0.0) - OVERLAP)
        found = await self.redeliverer.search(sender, datetime.fromtimestamp(since, UTC))
        await asyncio.to_thread(self._note, sender, found, lease, now)
        self._searched[sender] = now

    def _senders(self, now: float) -> list[str]:
        return [one for one in self.redeliverer.senders if self._left_alone.get(one, 0.0) <= now]

    def _next(self, now: float) -> ToAsk | None:
        with reading(self.engine) as connection:
            if undelivered.asked_since(connection, self.site, now - undelivered.AN_HOUR) >= AN_HOURS:
                return None
            return undelivered.next_to_ask(connection, self.site, self._senders(now), now)

    def _note(self, sender: str, found: Searched, lease: Lease, now: float) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            undelivered.forget(connection, self.site, now - WINDOW)
            missed = undelivered.note(connection, self.site, sender, found.failed)
        if missed:
            LOG.warning("webhooks_did_not_arrive", site=self.site, sender=sender, webhooks=missed)
        if not found.whole:
            LOG.warning("webhooks_not_all_looked_through", site=self.site, sender=sender)

    def _note_asked(self, one: ToAsk, lease: Lease, now: float, *, in_vain: bool = False) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            undelivered.note_asked(connection, self.site, one, now, in_vain=in_vain)

    def _refuse(self, sender: str, denied: Denied, now: float) -> None:
        self._refusals[sender] += 1
        if self._refusals[sender] >= REFUSALS:
            self._refusals[sender] = 0
            self._leave_alone(sender, denied, now)

    def _leave_alone(self, sender: str, denied: Denied, now: float) -> None:
        """It is said once a day, which is also how often it is tried: somebody has to grant something first."""
        self._left_alone[sender] = now + A_DAY
        LOG.warning("webhooks_cannot_be_asked_for", site=self.site, sender=sender, reason=str(denied))
