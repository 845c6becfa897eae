"""``detour worker``: does what follows from webhooks and the clock, beside any number of others on one PostgreSQL."""

from __future__ import annotations

import asyncio
import faulthandler
import os
import signal
import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import structlog
from starlette.applications import Starlette

from service.commands.saved import add_config
from service.exits import CLEAN, refuse
from service.health import Health
from service.inbox import Tally
from service.jobs.cluster import Cluster
from service.jobs.lanes import Workplace
from service.jobs.queue import GOODBYE_SECONDS
from service.jobs.starting import Starting
from service.logs import configure
from service.metrics import Metrics
from service.outgoing.sending import Sender
from service.pipeline.decisions import Decisions
from service.serving import serving, take_short_turns
from service.settings import SettingsError, load
from service.store.connection import StoreError
from service.store.deliveries import Deliveries
from service.tracing import TracingError, start_tracing
from service.wiring import ready_store, sites_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from service.pipeline.site import Sites
    from service.settings import Settings

LOG = structlog.get_logger()
ALONE: Final = 'detour serve does the work itself here: write [jobs] runner = "cluster" to have workers do it'
LAST_SECONDS: Final = 2 * GOODBYE_SECONDS
"""When a process that was told to stop ends, whatever it still waits for: the leases end by themselves."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The configuration says everything."""
    add_config(parser)


def run(options: argparse.Namespace) -> int:
    """Works until the process is told to stop."""
    try:
        settings = load(options.config, os.environ)
        if settings.jobs.runner != "cluster":
            return refuse(ALONE)
        sites = sites_of(settings)
        with ready_store(settings) as engine:
            take_short_turns()
            faulthandler.enable()  # a crash below Python ends the process without a word otherwise
            configure()
            start_tracing(os.environ)
            _run(settings, sites, engine)
    except (SettingsError, StoreError, TracingError, OSError) as error:
        return refuse(str(error))
    return CLEAN


def _run(settings: Settings, sites: Sites, engine: Engine) -> None:
    metrics = Metrics(engine, Tally(), Deliveries(engine), settings.teams)
    metrics.ways = settings.ways
    health = Health(engine, metrics, lambda: ["worker, which is still starting"])
    with _answering(settings, health):
        asyncio.run(_work(Decisions(settings), sites, engine, health, metrics))


async def _work(decisions: Decisions, sites: Sites, engine: Engine, health: Health, metrics: Metrics) -> None:
    place = Workplace(engine, Deliveries(engine), sites, decisions, Tally(), metrics, Sender.make())
    cluster, told = Starting(Cluster(place)), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _stop, told)
    await cluster.start(time.time())
    health.ended = cluster.ended
    if cluster.started:
        LOG.info("ready", sites=sorted(sites.by_name))
    await told.wait()
    LOG.info("stopping")
    await cluster.stop()
    for site in sites.by_name.values():
        await site.close()


def _stop(told: asyncio.Event) -> None:
    """The first signal ends it after the steps in hand, and within a bound; a second one at once."""
    told.set()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().remove_signal_handler(number)
        signal.signal(number, signal.SIG_DFL)
    last = threading.Timer(LAST_SECONDS, os._exit, [CLEAN])
    last.daemon = True
    last.start()


@contextmanager
def _answering(settings: Settings, health: Health) -> Iterator[None]:
    """Answers machines and operators meanwhile, where a port is configured. Raises ``OSError`` where it is taken."""
    if settings.worker.port is None:
        yield
        return
    app = Starlette(routes=health.routes())
    with serving(app, settings.worker.port, settings.worker.host) as address:
        sys.stdout.write(f"health: {address}/readyz\n")
        sys.stdout.flush()
        yield
