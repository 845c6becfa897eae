"""The progress of an audit under way: as it is now, and as a stream of server-sent events."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy.exc import SQLAlchemyError
from starlette.responses import StreamingResponse

from service.actions.numbers import LARGEST
from service.audit_progress import told
from service.pipeline.audits import URGENT
from service.refused import Refused
from service.store import audits, sweeps
from service.store.connection import reading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sqlalchemy import Connection, Engine

    from service.store.audits import KeptAudit
    from service.store.sweeps import Passage

EVENTS: Final = "text/event-stream"
"""https://html.spec.whatwg.org/multipage/server-sent-events.html"""
EVERY_SECONDS: Final = 1.0
HEADERS: Final = {"X-Accel-Buffering": "no", "Cache-Control": "no-store"}
"""Proxies that gather answers are asked not to: https://nginx.org/en/docs/http/ngx_http_proxy_module.html"""
NO_AUDIT: Final = "There is no such audit"
LISTED: Final = "The list of audits, /audits, has them all."


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


def stream(connection: Connection, engine: Engine, number: int, turns: int | None = None) -> StreamingResponse:
    """The same as events: ``progress`` each second with a list as JSON, and ``ended`` when the audit has.

    An answer ends with the audit, or after so many ``turns``. Raises ``Refused`` for what is no audit.
    """
    if not 0 <= number < LARGEST or audits.audit_of(connection, number) is None:
        raise Refused(404, NO_AUDIT, LISTED)
    return StreamingResponse(events(engine, number, turns), media_type=EVENTS, headers=HEADERS)


async def events(engine: Engine, number: int, turns: int | None = None) -> AsyncIterator[bytes]:
    """The events of one answer, which ends also where the store cannot be asked: then one asks again."""
    yield b"retry: 500\n\n"
    for _ in count() if turns is None else range(turns):
        try:
            event, data = await asyncio.to_thread(_event, engine, number)
        except SQLAlchemyError:
            return
        yield written(event, data)
        if event == b"ended":
            return
        await asyncio.sleep(EVERY_SECONDS)


def written(event: bytes, data: bytes) -> bytes:
    """An event as it is sent. Pure."""
    return b"event: %b\ndata: %b\n\n" % (event, data)


def _event(engine: Engine, number: int) -> tuple[bytes, bytes]:
    with reading(engine) as connection:
        audit = audits.audit_of(connection, number)
        if audit is None or audit.ended is not None:
            return b"ended", b"{}"
        return b"progress", msgspec.json.encode(progress_of(connection, audit, time.time()))


def _progress(site: str, sweep: Passage | None, unread: int, now: float) -> Progress:
    if sweep is None:
        return Progress(site, told(None, unread, 0.0, None), 0, None)
    came, paused = sweep.count, sweep.paused_until if sweep.paused_until > now else 0.0
    went = now - sweep.started
    left = came.left * went / came.issues if came.left is not None and came.issues and not paused else None
    whole = None if came.left is None else came.issues + came.left
    return Progress(site, told(sweep, unread, paused, left), came.issues, whole)
