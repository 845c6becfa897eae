"""The lanes in which the issues of a site are read: those that somebody waits for, and those that sweeps found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.jobs.reading import Reads
from service.jobs.scanning import Scans
from service.pipeline.read import ReadingUp
from service.pipeline.scan import Scanning
from service.store.work import Lane

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine

    from connectors.contract import Client
    from service.jobs.lane import Job
    from service.pipeline.site import Site, Sites

    After = Callable[[str], Callable[[], None]]
    """What is to be called after a batch of a lane."""


def reading_jobs(
    engine: Engine,
    site: Site,
    client: Client,
    sites: Sites,
    after: After = lambda _: lambda: None,
    missed: Callable[[int], None] = lambda _: None,
) -> dict[str, Job]:
    """What is to be done in each lane, by its name. ``after`` tells what is to be called after a batch of a lane.

    ``missed`` is told how many issues sweeps found changed of which no webhook had told.
    """
    scanned = after("scan")
    unhurried = client.unhurried
    hurried = Reads(ReadingUp(engine, site, client, sites, Lane.READ), after("read"))
    deeper = Reads(ReadingUp(engine, site, unhurried, sites, Lane.SCAN), scanned)
    scanning = Scanning(engine, site, unhurried, sites, missed)
    return {Lane.READ.value: hurried, Lane.SCAN.value: Scans(scanning, deeper, scanned)}
