"""What a process does to the store before it works: other decisions, or credentials that are new, make work due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from service.pipeline.deeper import ITSELF
from service.pipeline.marks import mark_many
from service.store.connection import reading
from service.store.kept_settings import hold, holds, marker_key
from service.store.noise import issues_with_held
from service.store.tables import issue
from service.store.work import Lane, mark

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Sites

LOG = structlog.get_logger()
DECISIONS: Final = "decisions"


def recover(engine: Engine, sites: Sites, decisions: Decisions, now: float) -> bytes:
    """Marks what is due for these reasons; the key of our markers. ``now`` is in seconds since 1970.

    It may be all that is known: it waits behind what webhooks name, and is marked some at a time. A process that ends
    meanwhile leaves the other decisions to be noticed by the next one.
    """
    with reading(engine) as connection:
        anew = [] if holds(connection, DECISIONS, decisions.digest) else _read(connection)
        unread = _unread(connection, sites)
    mark_many(engine, Lane.REVIEW, anew, now)
    mark_many(engine, Lane.SCAN, unread, now, facets=ITSELF)
    if anew:
        LOG.info("judging_all", issues=len(anew))
    with engine.begin() as connection:
        hold(connection, DECISIONS, decisions.digest)
        # Another budget may have room for it, and a team may have lost its digest.
        mark(connection, Lane.SPEAK, issues_with_held(connection), now)
        return marker_key(connection)


def _read(connection: Connection) -> list[int]:
    return list(connection.execute(select(issue.c.id).where(issue.c.told.is_not(None))).scalars())


def _unread(connection: Connection, sites: Sites) -> list[int]:
    """What was only named so far, as it is where a store received orders until it was given credentials."""
    unread = (issue.c.told.is_(None)) & (issue.c.gone == "")
    rows = connection.execute(select(issue.c.id, issue.c.site).where(unread))
    return [row.id for row in rows if sites.readable(row.site)]
