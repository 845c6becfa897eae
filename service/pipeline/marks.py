"""What follows from a change of the model: which issues are to be read, and which are to be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from service.pipeline.deeper import ITSELF
from service.store.connection import reading
from service.store.identities import refs_of
from service.store.leases import guard
from service.store.lists import one_of, rows_of
from service.store.readings import ALL_FACETS
from service.store.ripples import affected, asked_by
from service.store.tables import OPEN, issue
from service.store.upserts import chunks
from service.store.work import Lane, mark, put_off, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection, Engine

    from service.pipeline.site import Sites
    from service.store.leases import Lease
    from service.store.memory import Remembered
    from service.store.work import Claim

LOG = structlog.get_logger()
ELSEWHERE: Final = frozenset({301, 302, 307, 308, 404, 410})
"""Answers to a write that may mean that the issue has another address by now, or that what it is about is gone."""
BEHIND_READING: Final = 0.1
"""Seconds that speaking waits where the truth is about to be read again."""


READING: Final = (Lane.READ, Lane.SCAN)
"""The lanes in which an issue waits to be read."""


def mark_after(connection: Connection, remembered: Remembered, sites: Sites, now: float) -> None:
    """Marks what follows from readings that were remembered. ``now`` is in seconds since 1970.

    What cannot be asked for is not marked to be read: there it stays at what was told last.
    """
    _mark_reading(connection, Lane.READ, dict.fromkeys(remembered.fresh, ALL_FACETS) | remembered.again, sites, now)
    mark(connection, Lane.JUDGE, _reached(connection, remembered), now)


def mark_behind(
    connection: Connection, remembered: Remembered, sites: Sites, now: float, *, ripples: bool = True
) -> None:
    """The same where nobody waits for it: behind everything else. Without ``ripples`` they are to follow later.

    Of what is only named the issue itself is read first: of many that says enough.
    """
    _mark_reading(connection, Lane.SCAN, dict.fromkeys(remembered.fresh, ITSELF) | remembered.again, sites, now)
    ripe = remembered.changed - remembered.again.keys()  # the others are judged when they were read again
    mark(connection, Lane.REVIEW, _reached(connection, remembered) if ripples else ripe, now)


def mark_all_open(engine: Engine, lease: Lease, now: float) -> None:
    """Has every open issue judged, behind everything else."""
    with reading(engine) as connection:
        opened = list(connection.execute(select(issue.c.id).where(OPEN).order_by(issue.c.id)).scalars())
    mark_many(engine, Lane.REVIEW, opened, now, lease)


def mark_many(
    engine: Engine, lane: Lane, issues: Sequence[int], now: float, lease: Lease | None = None, *, facets: int = 0
) -> None:
    """Marks issues some at a time, so that nobody waits long for the store; under a lease, if the caller has one."""
    for some in chunks(issues):
        with engine.begin() as connection:
            if lease is not None:
                guard(connection, lease)
            mark(connection, lane, some, now, dict.fromkeys(some, facets))


_UNREAD = select(issue.c.id).where(one_of(issue.c.id, "some"), issue.c.told.is_(None), issue.c.gone == "")


def never_read(connection: Connection, issues: Sequence[int]) -> Iterator[int]:
    """Those of some issues of which nothing was ever read, nor that they are gone."""
    return (row.id for row in rows_of(connection, _UNREAD, issues))


def _mark_reading(connection: Connection, lane: Lane, wanted: Mapping[int, int], sites: Sites, now: float) -> None:
    refs = refs_of(connection, list(wanted))
    facets = {one: wanted[one] for one, ref in refs.items() if sites.readable(ref.site)}
    mark(connection, lane, facets, now, facets)


def _reached(connection: Connection, remembered: Remembered) -> set[int]:
    """Whose verdicts, or need briefs, may be others now."""
    reached = affected(connection, remembered.changed) if remembered.changed else set()
    if reached is None:
        LOG.warning("change_reaches_everything", issues=len(remembered.changed))
        reached = set(_everything(connection))
    return reached | asked_by(connection, reached, remembered.asked)


def _everything(connection: Connection) -> list[int]:
    return list(connection.execute(select(issue.c.id).order_by(issue.c.id)).scalars())


def waits_for_reading(connection: Connection, claim: Claim, now: float) -> bool:
    """Whether an issue waits to be read, and then is spoken on later: what is said must be true when it is said."""
    if not any(waiting(connection, lane, [claim.issue_id]) for lane in READING):
        return False
    put_off(connection, Lane.SPEAK, [claim], now + BEHIND_READING)
    return True


def look_again(engine: Engine, claim: Claim, lease: Lease, now: float) -> None:
    """Has an issue read on which nothing could be written, which tells its present address, and speaks behind that."""
    with engine.begin() as connection:
        guard(connection, lease)
        mark(connection, Lane.READ, {claim.issue_id: ALL_FACETS}, now, {claim.issue_id: ALL_FACETS})
        put_off(connection, Lane.SPEAK, [claim], now + BEHIND_READING)
