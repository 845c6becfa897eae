"""What operators and their machines ask of a process: whether it lives, can work, and what it did."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from service.store.connection import is_current, reading, reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Engine
    from starlette.requests import Request

    from service.metrics import Metrics

    Ended = Callable[[], Sequence[str]]
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """What operators and their machines ask. ``ended`` names what should be running in this process and is not."""

    def __init__(self, engine: Engine, metrics: Metrics, ended: Ended = list) -> None:
        self._engine, self._metrics, self.ended = engine, metrics, ended

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
        """200 while the store can be asked and has this code's schema, and all lanes live; else 503 with the reason."""
        try:
            problem = await asyncio.to_thread(self._problem)
        except SQLAlchemyError as error:
            problem = f"the store cannot be asked: {reason(error)}"
        if not problem and (ended := self.ended()):
            problem = f"not running: {', '.join(ended)}; start the process anew, and see its log"
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
