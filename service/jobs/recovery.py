"""What a process does to the store before it works: other decisions, or credentials that are new, make work due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog
from sqlalchemy import select

from service.store.kept_settings import is_new, marker_key
from service.store.noise import issues_with_held
from service.store.readings import ALL_FACETS
from service.store.tables import issue
from service.store.work import Lane, mark

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from service.pipeline.decisions import Decisions
    from service.pipeline.site import Sites

LOG = structlog.get_logger()


def recover(engine: Engine, sites: Sites, decisions: Decisions, now: float) -> bytes:
    """Marks what is due for these reasons; the key of our markers. ``now`` is in seconds since 1970."""
    with engine.begin() as connection:
        if is_new(connection, "decisions", decisions.digest):
            read = connection.execute(select(issue.c.id).where(issue.c.told.is_not(None))).scalars()
            LOG.info("judging_all", issues=mark(connection, Lane.JUDGE, list(read), now))
        unread = (issue.c.told.is_(None)) & (issue.c.gone == "")
        rows = connection.execute(select(issue.c.id, issue.c.site).where(unread))
        wanted = [row.id for row in rows if sites.readable(row.site)]
        mark(connection, Lane.READ, wanted, now, dict.fromkeys(wanted, ALL_FACETS))
        # Another budget may have room for it, and a team may have lost its digest.
        mark(connection, Lane.SPEAK, issues_with_held(connection), now)
        return marker_key(connection)
