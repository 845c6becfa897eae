"""``POST /webhooks/{tracker}/{site}``: verifies a request and keeps it. Nothing is parsed and nothing decided here.

Plain ASGI, in front of the rest of the application: a framework's routing, exception handling and dependency injection
would cost a third of the throughput, for a route that only counts, compares and waits.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError

from connectors.contract import Rejected
from service.inbox import RETRY_SECONDS, InboxFullError
from service.store.connection import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from connectors.contract import Connector, Delivery
    from service.inbox import Inbox
    from service.metrics import Metrics

LARGEST_BODY = 25 << 20
"""Bytes; what GitHub caps its payloads at: https://docs.github.com/en/webhooks/webhook-events-and-payloads"""
ADDRESS = re.compile(r"/webhooks/([^/]+/[^/]+)(?:/([^/]+))?\Z")
"""The site, and the token of one that cannot sign, which is in no log and no answer."""
OURS = "/webhooks/"
"""Whatever begins so is answered here: nobody signs in to send a webhook."""
LOG = structlog.get_logger()

ANSWERS = {
    "kept": (200, "kept\n"),
    "rejected": (401, "The signature does not match a secret of this site.\n"),
    "no such site": (404, "There is no such site here; check the name at the end of the address.\n"),
    "not a post": (405, "Webhooks are sent with POST.\n"),
    "too large": (413, f"More than {LARGEST_BODY} bytes.\n"),
    "not kept": (503, "The store cannot take it now; send it again.\n"),
}
"""Each outcome of a request, with its status and its words for whoever tries by hand."""


class TooLargeError(Exception):
    """A body is larger than any vendor sends."""


class GoneError(Exception):
    """The sender hung up before the body was whole."""


class Webhooks:
    """Answers for the connected sites; everything else goes on to ``behind``."""

    def __init__(self, connectors: Mapping[str, Connector], inbox: Inbox, metrics: Metrics, behind: ASGIApp) -> None:
        self._connectors, self._inbox, self._metrics, self._behind = connectors, inbox, metrics, behind

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server: a request, or the application's life."""
        if scope["type"] != "http" or not scope["path"].startswith(OURS):
            await self._behind(scope, receive, send)
            return
        address = ADDRESS.match(scope["path"])
        if address is None:
            for message in RESPONSES["no such site"]:
                await send(message)
            return
        site = address[1]
        try:
            outcome = await self._outcome(site, address[2] or "", scope, receive)
        except GoneError:
            self._metrics.received(site, "gone")
            return
        self._metrics.received(site if site in self._connectors else "unknown", outcome)
        for message in RESPONSES[outcome]:
            await send(message)

    async def _outcome(self, site: str, token: str, scope: Scope, receive: Receive) -> str:
        connector = self._connectors.get(site)
        if connector is None:
            return "no such site"
        if scope["method"] != "POST":
            return "not a post"
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            delivery = connector.verify(headers, await _body(headers, receive), token)
        except Rejected as rejected:
            LOG.warning("webhook_rejected", site=site, reason=rejected.reason)
            return "rejected"
        except TooLargeError:
            return "too large"
        return await self._kept(delivery)

    async def _kept(self, delivery: Delivery) -> str:
        try:
            await self._inbox.keep(delivery)
        except InboxFullError:
            LOG.warning("inbox_full", site=delivery.site)
        except SQLAlchemyError as error:
            LOG.warning("delivery_not_kept", site=delivery.site, delivery=delivery.vendor_id, reason=reason(error))
        else:
            return "kept"
        return "not kept"


def _response(outcome: str) -> tuple[Message, Message]:
    status, words = ANSWERS[outcome]
    body = words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if outcome == "not kept":
        headers.append((b"retry-after", str(RETRY_SECONDS).encode()))
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


RESPONSES = {outcome: _response(outcome) for outcome in ANSWERS}


async def _body(headers: Mapping[str, str], receive: Receive) -> bytes:
    """The body as it came, in bounded memory, whatever its length is said to be. Raises ``TooLargeError``."""
    if int(headers.get("content-length", "0")) > LARGEST_BODY:
        raise TooLargeError
    chunks, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST_BODY:
            raise TooLargeError
        chunks.append(chunk)
        more = message.get("more_body", False)
    return b"".join(chunks)
