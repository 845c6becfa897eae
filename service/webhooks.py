"""``POST /webhooks/{tracker}/{site}``: verifies a request and keeps it. Nothing is parsed and nothing decided here.

Plain ASGI, in front of the rest of the application: a framework's routing, exception handling and dependency injection
would cost a third of the throughput, for a route that only counts, compares and waits.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect

from connectors.contract import Rejected
from service.inbox import RETRY_SECONDS, InboxFullError, InboxSlowError
from service.reception import LARGEST_BODY, MOST_TIMES, PATIENCE_SECONDS, GoneError, Reception, UnreadableError
from service.store.connection import reason
from service.tracing import span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from connectors.contract import Delivery
    from service.inbox import Inbox
    from service.metrics import Metrics
    from service.verifying import Verifier

ADDRESS = re.compile(r"/webhooks/([^/]+/[^/]+)(?:/([^/]+))?\Z")
"""The site, and the token of one that cannot sign, which is in no log and no answer."""
OURS = "/webhooks/"
"""Whatever begins so is answered here: nobody signs in to send a webhook."""
LOG = structlog.get_logger()

ANSWERS = {
    "kept": (200, ""),  # no word: it would be a packet of its own, and no vendor looks at it
    "rejected": (401, "The signature does not match a secret of this site.\n"),
    "no such site": (404, "There is no such site here; check the name at the end of the address.\n"),
    "not a post": (405, "Webhooks are sent with POST.\n"),
    "too large": (413, f"More than {LARGEST_BODY} bytes.\n"),
    "too dense": (413, f"Unpacked, it is more than {MOST_TIMES} times as long.\n"),
    "too slow": (408, f"The body took more than {PATIENCE_SECONDS:.0f} seconds.\n"),
    "unknown encoding": (415, "Send the body as it is, or with Content-Encoding: gzip or deflate.\n"),
    "not a body": (400, "The body is not what its Content-Encoding says.\n"),
    "not kept": (503, "The store cannot take it now; send it again.\n"),
}
"""Each outcome of a request, with its status and its words for whoever tries by hand."""
UNFINISHED = frozenset({"too slow"})


class Webhooks:
    """Answers for the connected sites; everything else goes on to ``behind``."""

    def __init__(self, connectors: Mapping[str, Verifier], inbox: Inbox, metrics: Metrics, behind: ASGIApp) -> None:
        self._connectors, self._inbox, self._metrics, self._behind = connectors, inbox, metrics, behind
        self._reception = Reception()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection of the server: a request, or the application's life."""
        if scope["type"] != "http" or not scope["path"].startswith(OURS):
            with suppress(ClientDisconnect):  # who hung up before a form was whole waits for no answer
                await self._behind(scope, receive, send)
            return
        address = ADDRESS.match(scope["path"])
        if address is None:
            for message in RESPONSES["no such site"]:
                await send(message)
            return
        site = address[1]
        named = site if site in self._connectors else "unknown"
        try:
            with span("webhook", site=named):
                outcome = await self._outcome(site, address[2] or "", scope, receive)
        except GoneError:
            self._metrics.received(named, "gone")
            return
        self._metrics.received(named, outcome)
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
            delivery = connector.verify(headers, await self._reception.body(headers, receive), token)
        except Rejected as rejected:
            LOG.warning("webhook_rejected", site=site, reason=rejected.reason)
            return "rejected"
        except UnreadableError as unreadable:
            return unreadable.outcome
        return await self._kept(delivery)

    async def _kept(self, delivery: Delivery) -> str:
        try:
            await self._inbox.keep(delivery)
        except InboxFullError:
            LOG.warning("inbox_full", site=delivery.site)
        except InboxSlowError:
            LOG.warning("inbox_slow", site=delivery.site, delivery=delivery.vendor_id)
        except SQLAlchemyError as error:
            LOG.warning("delivery_not_kept", site=delivery.site, delivery=delivery.vendor_id, reason=reason(error))
        else:
            return "kept"
        return "not kept"


def _response(outcome: str) -> tuple[Message, Message]:
    status, words = ANSWERS[outcome]
    body = words.encode()
    headers = [(b"content-length", str(len(body)).encode())]
    if body:
        headers.append((b"content-type", b"text/plain; charset=utf-8"))
    if outcome in UNFINISHED:
        headers.append((b"connection", b"close"))  # what is still to come of the body is not waited for
    if outcome == "not kept":
        headers.append((b"retry-after", str(RETRY_SECONDS).encode()))
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


RESPONSES = {outcome: _response(outcome) for outcome in ANSWERS}
