"""Wires the service: settings in, one ASGI application out."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import structlog
from starlette.applications import Starlette

from service.access.entrance import behind_gate
from service.api.later import Api
from service.feeds import Feeds
from service.health import Health
from service.inbox import Inbox
from service.jobs.acted import acted
from service.jobs.embedded import Embedded
from service.jobs.lanes import HEARING, Workplace
from service.jobs.starting import Starting
from service.metrics import Metrics
from service.outgoing.sending import Sender
from service.pages.desk import Desk
from service.pages.prepared import prepare
from service.pages.routes import elsewhere, routes
from service.refusals import Refusals
from service.store.deliveries import Deliveries
from service.webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Container, Mapping

    from sqlalchemy import Engine
    from starlette.routing import Route
    from starlette.types import ASGIApp

    from service.inbox import Tally
    from service.jobs.starting import Runner
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Sites
    from service.setup.assistant import Assistant
    from service.verifying import Verifier

LOG = structlog.get_logger()


def make_app(
    engine: Engine,
    connectors: Mapping[str, Verifier],
    pipeline: Pipeline | None = None,
    assistant: Assistant | None = None,
) -> ASGIApp:
    """The application of one process. ``connectors`` are by site, ``github/acme``; the schema must be current.

    Without a ``pipeline`` it only receives, and another process works. With an ``assistant`` its pages are there, too.
    """
    deliveries = Deliveries(engine)
    inbox = Inbox(deliveries)
    teams = () if pipeline is None else pipeline.decisions.settings.teams
    metrics = Metrics(engine, inbox.tally, deliveries, teams)
    runner = None if pipeline is None else Starting(pipeline.runner(engine, deliveries, inbox.tally, metrics))

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        inbox.start()
        if runner is not None and pipeline is not None:
            await runner.start(time.time())
            loop = asyncio.get_running_loop()
            inbox.kept = partial(_wake, loop, runner, (HEARING,))
            desk.place.afterwards.call = partial(_wake, loop, runner, acted(pipeline.decisions.settings))
        LOG.info("ready", sites=sorted(connectors))
        preparing = asyncio.gather(*(asyncio.to_thread(one) for one in later))
        yield
        await preparing
        await asyncio.to_thread(inbox.close)
        if runner is not None and pipeline is not None:
            await runner.stop()
            await pipeline.close()
        deliveries.close()

    def ended() -> list[str]:
        lost = [] if inbox.alive else ["inbox"]
        return lost + ([] if runner is None else runner.ended())

    health = Health(engine, metrics, ended)
    app = Starlette(lifespan=lifespan)
    app.router.routes += health.routes()
    later: list[Callable[[], object]] = []
    if pipeline is not None:
        metrics.ways = pipeline.decisions.settings.ways
        desk = Desk(engine, pipeline.decisions, pipeline.sites)
        api = Api(desk)
        later += [prepare, api.app]
        app.router.routes += [*Feeds(engine, pipeline.decisions).routes(), *routes(desk), api]
        app.router.routes += [] if assistant is None else _setting_up(assistant)
        app.router.routes.append(elsewhere(desk))
        behind = behind_gate(app, engine, pipeline.decisions.settings)
        return Refusals(Webhooks(connectors, inbox, metrics, behind))
    return Refusals(Webhooks(connectors, inbox, metrics, app))


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What a runner works with."""

    sites: Sites
    decisions: Decisions

    def runner(self, engine: Engine, deliveries: Deliveries, tally: Tally, metrics: Metrics) -> Runner:
        """The runner that is configured, not started yet. In a cluster other processes work, and are woken."""
        if self.decisions.settings.jobs.runner == "cluster":
            from service.jobs.bell import Bell  # noqa: PLC0415  # procrastinate and psycopg: many do without

            return Bell(engine, deliveries, sorted(self.sites.by_name), self.decisions.settings)
        return Embedded(Workplace(engine, deliveries, self.sites, self.decisions, tally, metrics, Sender.make()))

    async def close(self) -> None:
        """Closes the connections to the trackers."""
        for site in self.sites.by_name.values():
            await site.close()


def _setting_up(assistant: Assistant) -> list[Route]:
    """The pages of setting up, which nobody else has to wait for."""
    from service.pages.setup.desk import SetupDesk  # noqa: PLC0415
    from service.pages.setup.steps import routes as steps  # noqa: PLC0415

    return steps(SetupDesk(assistant, serving=True))


def _wake(
    loop: asyncio.AbstractEventLoop, runner: Starting, lanes: Collection[str], sites: Container[str] | None = None
) -> None:
    """Tells the runner, from another thread, that these lanes may have work, on these sites or on any."""
    if not loop.is_closed():
        for name in lanes:
            loop.call_soon_threadsafe(runner.wake, name, sites)
