"""The progress of an audit under way, as a page shows it and as a stream of server-sent events."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import StreamingResponse

from service.audit_progress import told
from service.pipeline.audits import URGENT
from service.refused import Refused
from service.store import audits, sweeps
from service.store.connection import reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection, Engine
    from starlette.responses import Response

    from service.pages.desk import Visit
    from service.store.audits import KeptAudit
    from service.store.sweeps import Passage

EVERY_SECONDS: Final = 1.0
TURNS: Final = 6
"""So often one answer tells; a browser asks again by itself, and a server that stops waits for none for long."""
HEADERS: Final = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
"""Proxies that gather answers are asked not to: https://nginx.org/en/docs/http/ngx_http_proxy_module.html"""
LARGEST: Final = 2**62
"""No row has a larger number, and databases cannot be asked for all of those."""
NO_AUDIT: Final = "There is no such audit"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an audit has come on a site: in words, and as issues read of so many, where the tracker tells."""

    site: str
    says: str
    read: int
    whole: int | None


def progress_of(connection: Connection, audit: KeptAudit, now: float) -> list[Progress]:
    """How far an audit under way has come, site by site."""
    known = sweeps.passages(connection, audit.sites)
    current = {one.site: one for one in reversed(known) if one.is_under_way and one.wanted in URGENT}
    unread = sweeps.unread(connection)
    return [_progress(site, current.get(site), unread.get(site, 0), now) for site in audit.sites]


def stream(visit: Visit) -> Response:
    """The same as events: ``progress`` each second with a list as JSON, and ``ended`` when the audit has."""
    number = visit.request.path_params["id"]
    if number > LARGEST or audits.audit_of(visit.connection, number) is None:
        raise Refused(404, NO_AUDIT, "The page of audits lists them.")
    return StreamingResponse(events(visit.desk.engine, number), media_type="text/event-stream", headers=HEADERS)


async def events(engine: Engine, number: int) -> AsyncIterator[bytes]:
    """The events of one answer."""
    yield b"retry: 500\n\n"
    for _ in range(TURNS):
        try:
            event, data = await asyncio.to_thread(_event, engine, number)
        except SQLAlchemyError:
            return
        yield b"event: %b\ndata: %b\n\n" % (event, data)
        if event == b"ended":
            return
        await asyncio.sleep(EVERY_SECONDS)


def _event(engine: Engine, number: int) -> tuple[bytes, bytes]:
    with reading(engine) as connection:
        audit = audits.audit_of(connection, number)
        if audit is None or audit.ended is not None:
            return b"ended", b"{}"
        return b"progress", msgspec.json.encode(progress_of(connection, audit, time.time()))


def _progress(site: str, sweep: Passage | None, unread: int, now: float) -> Progress:
    if sweep is None:
        return Progress(site, told(None, unread, 0.0, None), 0, None)
    count, paused = sweep.count, sweep.paused_until if sweep.paused_until > now else 0.0
    went = now - sweep.started
    left = count.left * went / count.issues if count.left is not None and count.issues and not paused else None
    whole = None if count.left is None else count.issues + count.left
    return Progress(site, told(sweep, unread, paused, left), count.issues, whole)
