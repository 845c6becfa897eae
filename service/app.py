"""Wires the service: settings in, one ASGI application out."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from service.access.entrance import behind_gate
from service.api.application import add_api, describes
from service.feeds import Feeds
from service.inbox import Inbox
from service.jobs.embedded import Embedded
from service.metrics import Metrics
from service.pages.desk import Desk
from service.pages.routes import elsewhere, routes
from service.store.connection import is_current, reading, reason
from service.store.deliveries import Deliveries
from service.webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from sqlalchemy import Engine
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from connectors.contract import Connector
    from service.inbox import Tally
    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Sites

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
LOG = structlog.get_logger()


def make_app(engine: Engine, connectors: Mapping[str, Connector], pipeline: Pipeline | None = None) -> ASGIApp:
    """The application of one process. ``connectors`` are by site, ``github/acme``; the schema must be current.

    Without a ``pipeline`` it only receives, and another process works.
    """
    deliveries = Deliveries(engine)
    inbox = Inbox(deliveries)
    metrics = Metrics(engine, inbox.tally, deliveries)
    runner = None if pipeline is None else pipeline.runner(engine, deliveries, inbox.tally, metrics)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        inbox.start()
        if runner is not None:
            await runner.start(time.time())
            inbox.kept = _waker(asyncio.get_running_loop(), runner)
        LOG.info("ready", sites=sorted(connectors))
        yield
        await asyncio.to_thread(inbox.close)
        if runner is not None and pipeline is not None:
            await runner.stop()
            await pipeline.close()
        deliveries.close()

    health = Health(engine, metrics)
    app = FastAPI(**describes(), lifespan=lifespan, docs_url=None, redoc_url=None)
    app.router.routes += health.routes()
    if pipeline is not None:
        desk = Desk(engine, pipeline.decisions, pipeline.sites)
        app.router.routes += [*Feeds(engine, pipeline.decisions).routes(), *routes(desk)]
        add_api(app, desk)
        app.router.routes.append(elsewhere(desk))
        return Webhooks(connectors, inbox, metrics, behind_gate(app, engine, pipeline.decisions.settings))
    return Webhooks(connectors, inbox, metrics, app)


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What the embedded runner works with."""

    sites: Sites
    decisions: Decisions

    def runner(self, engine: Engine, deliveries: Deliveries, tally: Tally, metrics: Metrics) -> Embedded:
        """The runner, not started yet."""
        return Embedded(engine, deliveries, self.sites, self.decisions, tally, metrics)

    async def close(self) -> None:
        """Closes the connections to the trackers."""
        for site in self.sites.by_name.values():
            await site.close()


def _waker(loop: asyncio.AbstractEventLoop, runner: Embedded) -> Callable[[], None]:
    """Tells the runner, from the inbox's thread, that there are deliveries."""

    def wake() -> None:
        if not loop.is_closed():
            loop.call_soon_threadsafe(runner.wake, "hear")

    return wake


class Health:
    """What operators and their machines ask."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self._engine, self._metrics = engine, metrics

    def routes(self) -> list[Route]:
        """``/healthz``: the process lives. ``/readyz``: it can do its work. ``/metrics``: what it did."""
        return [
            Route("/healthz", self.alive),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def alive(self, _request: Request) -> Response:
        """Always 200: a process that cannot reach its store is alive and will recover."""
        return PlainTextResponse("alive\n")

    async def ready(self, _request: Request) -> Response:
        """200 while the store can be asked and has this code's schema; else 503 with the reason."""
        try:
            problem = await asyncio.to_thread(self._problem)
        except SQLAlchemyError as error:
            problem = f"the store cannot be asked: {reason(error)}"
        return PlainTextResponse(f"{problem or 'ready'}\n", 503 if problem else 200)

    async def metrics(self, _request: Request) -> Response:
        """All figures, or 503 while the store cannot be asked for its own."""
        try:
            text = await asyncio.to_thread(self._metrics.text)
        except SQLAlchemyError as error:
            return PlainTextResponse(f"the store cannot be asked: {reason(error)}\n", 503)
        return Response(text, media_type=METRICS_TYPE)

    def _problem(self) -> str:
        with reading(self._engine) as connection:
            return "" if is_current(connection) else "the store has another schema; run detour serve once to upgrade it"
