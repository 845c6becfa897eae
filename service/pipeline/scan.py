"""Scan: reads a whole site page by page, as readings like any other, and marks what a page alone does not tell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog

from connectors.contract import Denied, Facet, NotAccepted, Unavailable
from connectors.scanning import Sweep, Wanted
from service.collector import give_back
from service.pipeline.marks import mark_all_open, mark_behind
from service.pipeline.pages import Leaf, remember_page
from service.store import sweeps
from service.store.clock import changing, tick
from service.store.connection import reading
from service.store.leases import guard
from service.store.readings import bits_of
from service.store.sweeps import Count
from service.store.work import Lane, mark

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sqlalchemy import Engine

    from connectors.scanning import Page, Scanner
    from rules.model import Ref
    from service.pipeline.site import Site, Sites
    from service.store.leases import Lease
    from service.store.sweeps import Passage

LOG = structlog.get_logger()
TRIES: Final = 8
"""How often in a row a page is asked for in vain; the lane waits longer each time, some four minutes in all."""
TRIES_UNACCEPTED: Final = 2
"""The same where our token is not accepted: an App's may have been at its end."""
LOOK_AGAIN: Final = bits_of([Facet.CORE, Facet.LINKS])


@dataclass(slots=True)
class Scanning:
    """Goes on with the sweeps of one site, a page at a time.

    The pages under way are kept, for a tracker may have to be asked for its projects before the first one; after a
    failure, and in another process, they begin where the last page that was remembered ended.
    """

    engine: Engine
    site: Site
    client: Scanner
    sites: Sites
    missed: Callable[[int], None] = lambda _: None
    """Is told how many issues had changed of which no webhook had told."""
    _pages: AsyncIterator[Page] | None = None
    _after: tuple[float, str] = (0.0, "")
    _asked: int = 0
    _failures: int = 0

    async def step(self, passage: Passage, lease: Lease, now: float) -> None:
        """One page, or the end. Raises ``Unavailable``; the sweep then says why it waits, and until when."""
        start = await asyncio.to_thread(tick, self.engine)
        try:
            page = await anext(self._going_on(passage), None)
            await asyncio.to_thread(self._take, page, passage, start, lease, now)
        except BaseException as error:
            self._pages = None  # pages that were interrupted would go on behind the one that was lost
            if isinstance(error, Unavailable):
                await asyncio.to_thread(self._pause, passage, error, lease, now)
            raise

    def _take(self, page: Page | None, passage: Passage, start: int, lease: Lease, now: float) -> None:
        if page is None:
            self._end(passage, lease, now)
            return
        requests, self._asked = self.client.requests - self._asked, self.client.requests
        self._remember(Leaf(page, passage, start, requests), lease, now)
        self._after, self._failures = (passage.started, page.resume), 0

    def _going_on(self, passage: Passage) -> AsyncIterator[Page]:
        if self._pages is None or self._after != (passage.started, passage.resume):
            since = None if passage.since is None else datetime.fromtimestamp(passage.since, UTC)
            self._pages = self.client.scan(Sweep(wanted=passage.wanted, since=since, resume=passage.resume))
            self._after, self._asked = (passage.started, passage.resume), self.client.requests
        return self._pages

    def _remember(self, leaf: Leaf, lease: Lease, now: float) -> None:
        """Some issues at a time, so that nobody waits long for the store; the sweep goes on behind the last of them."""
        count = sweeps.NOTHING
        for part, is_last in leaf.parts():
            with changing(self.engine) as (connection, finish):
                guard(connection, lease)
                remembered, some = remember_page(connection, self.site, part, finish, now)
                mark_behind(connection, remembered, self.sites, now, ripples=not leaf.passage.is_first)
                count += some
                if is_last:
                    sweeps.advance(connection, leaf.passage, leaf.page.resume, count)
        give_back()
        self.missed(count.missed)
        LOG.info("scanned", site=self.site.name, wanted=leaf.passage.wanted.value, issues=count.issues, left=count.left)

    def _end(self, passage: Passage, lease: Lease, now: float) -> None:
        self._ripple(passage, lease, now)
        unmet = self._unmet(passage) if passage.wanted is Wanted.OPEN else []
        with changing(self.engine) as (connection, _):
            guard(connection, lease)
            mark(connection, Lane.SCAN, unmet, now, dict.fromkeys(unmet, LOOK_AGAIN))
            sweeps.end(connection, passage, now)
        LOG.info("scan_ended", site=self.site.name, wanted=passage.wanted.value, issues=passage.count.issues)

    def _ripple(self, passage: Passage, lease: Lease, now: float) -> None:
        """What the first sweep found reaches all who may wait, whom each of its pages would only name anew."""
        if passage.is_first:
            mark_all_open(self.engine, lease, now)

    def _unmet(self, passage: Passage) -> list[int]:
        """What was open and did not come was closed, moved or deleted, or is a pull request: a reading tells."""
        lost = {one.container.casefold() for one in passage.count.out_of_reach}
        with reading(self.engine) as connection:
            return [one for one, ref in sweeps.unmet(connection, passage) if lost.isdisjoint(_places(ref))]

    def _pause(self, passage: Passage, unavailable: Unavailable, lease: Lease, now: float) -> None:
        """What keeps failing, or never will succeed, is given up until the next audit: it says why, and ends."""
        self._failures += unavailable.retry_after is None
        spent = Count(requests=self.client.requests - self._asked, left=passage.count.left)
        passage, self._asked = replace(passage, count=passage.count + spent), self.client.requests
        is_vain = isinstance(unavailable, Denied) or self._failures >= tries(unavailable)
        if is_vain:
            self._failures = 0
            self._ripple(passage, lease, now)
        with self.engine.begin() as connection:
            guard(connection, lease)
            if is_vain:
                sweeps.give_up(connection, passage, now, str(unavailable))
            else:
                sweeps.pause(connection, passage, now + (unavailable.retry_after or 0), str(unavailable))


def tries(unavailable: Unavailable) -> int:
    """How often what fails so is tried."""
    return TRIES_UNACCEPTED if isinstance(unavailable, NotAccepted) else TRIES


def _places(ref: Ref) -> set[str]:
    """Where an issue is: its project, or its repository and whose that is."""
    container = ref.container.casefold()
    return {container, container.partition("/")[0]}
