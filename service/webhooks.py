"""``POST /webhooks/{tracker}/{site}``: verifies a request and keeps it. Nothing is parsed and nothing decided here.

Plain Starlette routes: dependency injection would cost half of the throughput.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from connectors.contract import Rejected
from service.inbox import RETRY_SECONDS, InboxFullError
from service.store.connection import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from connectors.contract import Connector, Delivery
    from service.inbox import Inbox
    from service.metrics import Metrics

LARGEST_BODY = 25 << 20
"""Bytes; what GitHub caps its payloads at: https://docs.github.com/en/webhooks/webhook-events-and-payloads"""
LOG = structlog.get_logger()


class TooLargeError(Exception):
    """A body is larger than any vendor sends."""


class Webhooks:
    """The routes of the connected sites."""

    def __init__(self, connectors: Mapping[str, Connector], inbox: Inbox, metrics: Metrics) -> None:
        self._connectors, self._inbox, self._metrics = connectors, inbox, metrics

    def routes(self) -> list[Route]:
        """The one route, for all sites."""
        return [Route("/webhooks/{tracker}/{site}", self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """200 kept or known, 401 not signed by the site, 404 no such site, 413 too large, 503 come again later."""
        site = f"{request.path_params['tracker']}/{request.path_params['site']}"
        connector = self._connectors.get(site)
        if connector is None:
            self._metrics.received("unknown", "no such site")
            return PlainTextResponse("There is no such site here; check the name at the end of the address.\n", 404)
        try:
            delivery = connector.verify(request.headers, await _body(request))
        except Rejected as rejected:
            LOG.warning("webhook_rejected", site=site, reason=rejected.reason)
            return self._answer(site, "rejected", 401, "The signature does not match a secret of this site.\n")
        except TooLargeError:
            return self._answer(site, "too large", 413, f"More than {LARGEST_BODY} bytes.\n")
        return await self._keep(site, delivery)

    async def _keep(self, site: str, delivery: Delivery) -> Response:
        try:
            await self._inbox.keep(delivery)
        except InboxFullError:
            LOG.warning("inbox_full", site=site)
        except SQLAlchemyError as error:
            LOG.warning("delivery_not_kept", site=site, delivery=delivery.vendor_id, reason=reason(error))
        else:
            return self._answer(site, "kept", 200, "kept\n")
        response = self._answer(site, "not kept", 503, "The store cannot take it now; send it again.\n")
        response.headers["retry-after"] = str(RETRY_SECONDS)
        return response

    def _answer(self, site: str, outcome: str, status: int, text: str) -> Response:
        self._metrics.received(site, outcome)
        return PlainTextResponse(text, status)


async def _body(request: Request) -> bytes:
    """The body as it came, in bounded memory, whatever its length is said to be. Raises ``TooLargeError``."""
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        raise TooLargeError
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_BODY:
            raise TooLargeError
        chunks.append(chunk)
    return b"".join(chunks)
