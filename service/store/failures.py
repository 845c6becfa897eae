"""Work that keeps failing: how often and why, when it is tried next, and what was given up until somebody replays it.

A row stands as long as the work has not succeeded. What a webhook or a sweep names again is tried once more, also when
it was given up, so that a cause that went away heals by itself.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import bindparam, delete, func, select

from service.store.lists import one_of
from service.store.readings import ALL_FACETS
from service.store.tables import failure as table
from service.store.tables import issue
from service.store.upserts import chunks, insert
from service.store.work import Lane, finish, mark, put_off

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Select

    from service.store.work import Claim

MOST_TRIES: Final = 8
"""After so many the work is given up: about two hours after the first."""
FIRST_PAUSE: Final = 2.0
LONGER: Final = 3.0
LONGEST_PAUSE: Final = 3_600.0
JITTER: Final = 0.2
"""By how much of itself a pause is longer at most, so that what failed together is not tried together."""
LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class Failure:
    """Work on an issue that fails. Moments are in seconds since 1970; ``ref`` is the issue's address on its site."""

    id: int
    lane: Lane
    site: str
    ref: str
    tries: int
    first: float
    last: float
    dead: bool
    reason: str


def pause_after(tries: int) -> float:
    """Seconds until the next try, with jitter."""
    grown = min(LONGEST_PAUSE, FIRST_PAUSE * LONGER ** (tries - 1))
    return grown * (1 + JITTER * random.random())  # noqa: S311  # no key


def failed(connection: Connection, site: str, lane: Lane, claim: Claim, reason: str, now: float) -> bool:
    """Notes that work failed by its own fault: it is tried later, or given up. Whether it was given up."""
    row = {"lane": lane.value, "issue_id": claim.issue_id, "site": site, "reason": reason[:LONGEST_REASON]}
    noting = insert(connection, table).values(**row, tries=1, first=now, last=now, dead=False)
    again = {"tries": table.c.tries + 1, "last": now, "reason": row["reason"]}
    noting = noting.on_conflict_do_update(index_elements=["lane", "issue_id"], set_=again)
    tries: int = connection.execute(noting.returning(table.c.tries)).scalar_one()
    if tries < MOST_TRIES:
        put_off(connection, lane, [claim], now + pause_after(tries))
        return False
    here = (table.c.lane == lane.value) & (table.c.issue_id == claim.issue_id)
    connection.execute(table.update().where(here).values(dead=True))
    finish(connection, lane, [claim])
    return True


_FORGET = delete(table).where(table.c.lane == bindparam("lane"), one_of(table.c.issue_id, "some"))


def succeeded(connection: Connection, lane: Lane, claims: Iterable[Claim]) -> None:
    """Forgets the failures of work that was done."""
    for some in chunks([claim.issue_id for claim in claims]):
        connection.execute(_FORGET, {"lane": lane.value, "some": some})


def listed(connection: Connection, limit: int, *, dead: bool = False) -> list[Failure]:
    """What fails, the latest first; only what was given up, if that is asked for."""
    wanted = _failures().where(table.c.dead) if dead else _failures()
    rows = connection.execute(wanted.order_by(table.c.last.desc(), table.c.id.desc()).limit(limit))
    return [Failure(number, Lane(lane), *others) for number, lane, *others in rows]


def failure_of(connection: Connection, number: int) -> Failure | None:
    """The one with this number, while it stands."""
    row = connection.execute(_failures().where(table.c.id == number)).one_or_none()
    return None if row is None else Failure(row[0], Lane(row[1]), *row[2:])


def _failures() -> Select[Any]:
    """All of them, column by column as they are told."""
    columns = (table.c.id, table.c.lane, table.c.site, func.coalesce(issue.c.ref, ""), table.c.tries, table.c.first)
    rest = (table.c.last, table.c.dead, table.c.reason)
    return select(*columns, *rest).outerjoin(issue, issue.c.id == table.c.issue_id)


def counts(connection: Connection) -> dict[tuple[str, str, bool], int]:
    """How much work fails, by site, lane, and whether it was given up."""
    by = (table.c.site, table.c.lane, table.c.dead)
    rows = connection.execute(select(*by, func.count()).group_by(*by))
    return {(site, lane, dead): count for site, lane, dead, count in rows}


def count_dead(connection: Connection) -> int:
    """How much was given up."""
    found: int = connection.execute(select(func.count()).where(table.c.dead)).scalar_one()
    return found


def replay(connection: Connection, ids: Sequence[int] | None, now: float) -> int:
    """Has work tried as if it had never failed, that with the ids or all that was given up; returns how much."""
    chosen = table.c.dead if ids is None else one_of(table.c.id, ids)
    gone = delete(table).where(chosen).returning(table.c.lane, table.c.issue_id)
    rows = connection.execute(gone).fetchall()
    for row in rows:
        lane = Lane(row.lane)
        facets = {row.issue_id: ALL_FACETS} if lane in {Lane.READ, Lane.SCAN} else None
        mark(connection, lane, [row.issue_id], now, facets)
    return len(rows)
