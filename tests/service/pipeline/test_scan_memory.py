"""What a sweep holds does not grow with what it has read: whoever has many issues waits longer, and needs no more."""

import asyncio
import gc
import tracemalloc

from connectors.scanning import Wanted
from service.pipeline.scan import Scanning
from service.store.leases import Leases
from tests.service.pipeline.listening import SITE, listening
from tests.service.pipeline.test_scan import Pages, begin, passage, seen

A_PAGE, WARM, ALL = 40, 8, 24
"""Issues; pages after which every statement was compiled once; pages in all."""


class FreshPages(Pages):
    """Each page is made as it is asked for, and with it a body of its own."""

    async def scan(self, sweep):
        for number in range(len(self.pages)):
            first = number * A_PAGE
            numbers = range(first, first + A_PAGE)
            self.pages[number] = [
                seen(f"acme/web#{one}", says=f"Blocked by #{one + 1}. " + "x" * 3_000, waits_on=[f"acme/web#{one + 1}"])
                for one in numbers
            ]
            async for page in Pages(self.pages[number]).scan(sweep):
                yield page
            self.pages[number] = []


def test_what_is_held_after_a_page_is_the_same_after_many(store):
    held = []

    async def run(site, scanning, lease):
        for _ in range(ALL):
            await scanning.step(passage(site.store, Wanted.OPEN), lease, now=0.5)
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])

    with listening(store, readable=True) as site:
        begin(site.store)
        lease = Leases(site.store, "a process", 3600).take(SITE, "scan")
        tracemalloc.start()
        try:
            asyncio.run(run(site, Scanning(site.store, site.site, FreshPages(*[[]] * ALL), site.sites), lease))
        finally:
            tracemalloc.stop()

    early, late = max(held[WARM : 2 * WARM]), max(held[-WARM:])
    assert late < early + 3_000 * A_PAGE / 2
