"""What is to be done, by lane: an issue marked again while it is worked on stays marked.

Each mark counts a generation up; finishing work notes the generation that was seen when it was claimed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, func, select, update

from service.store.connection import reading
from service.store.lists import one_of, rows_of
from service.store.tables import issue
from service.store.tables import work as table
from service.store.upserts import DIALECTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection, Engine
    from sqlalchemy.dialects import postgresql


class Lane(Enum):
    """The stations of the pipeline at which an issue may wait."""

    READ = "read"
    SCAN = "scan"
    """To be read as well, but nobody waits for it: what sweeps found, behind whatever webhooks name."""
    JUDGE = "judge"
    REVIEW = "review"
    """To be judged as well, behind whatever webhooks changed."""
    SPEAK = "speak"
    CHECK = "check"
    """Of a pull request: what its check says."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An issue to be worked on. ``facets`` are bits; ``attempts`` counts how often it was put off."""

    issue_id: int
    generation: int
    facets: int
    attempts: int


def mark(
    connection: Connection, lane: Lane, issues: Iterable[int], due: float, facets: Mapping[int, int] | None = None
) -> int:
    """Marks issues to be worked on from ``due`` (seconds since 1970) on; returns how many it knows of them."""
    wanted = sorted(set(issues))
    sites = {row.id: row.site for row in rows_of(connection, _SITES, wanted)}
    rows = [
        {"lane": lane.value, "issue_id": one, "site": sites[one], "facets": (facets or {}).get(one, 0), "due": due}
        for one in wanted
        if one in sites
    ]
    if rows:
        _mark(connection, rows)
    return len(rows)


def _mark(connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
    values = [dict(row) | {"generation": 1, "done": 0, "attempts": 0} for row in rows]
    connection.execute(_marking(connection.dialect.name), values)


@cache
def _marking(dialect: str) -> postgresql.Insert:
    marking = DIALECTS[dialect](table)
    pending, new = table.c.generation > table.c.done, marking.excluded
    # A mark on waiting work keeps the earlier moment: whoever is named all the time must get a turn.
    earlier = case((new.due < table.c.due, new.due), else_=table.c.due)
    again = {
        "generation": table.c.generation + 1,
        "facets": case((pending, table.c.facets.bitwise_or(new.facets)), else_=new.facets),
        "due": case((pending, earlier), else_=new.due),
        "attempts": 0,
    }
    return marking.on_conflict_do_update(index_elements=["lane", "issue_id"], set_=again)


def claim(engine: Engine, site: str, lane: Lane, now: float, limit: int) -> list[Claim]:
    """What is due, the longest due first. Whoever asks holds the lane's lease, so that nothing is locked."""
    with reading(engine) as connection:
        rows = connection.execute(_DUE, {"here": site, "at": lane.value, "now": now, "most": limit})
        return [Claim(*row) for row in rows]


def finish(connection: Connection, lane: Lane, claims: Iterable[Claim]) -> None:
    """Notes that the work was done, as of the generation that was claimed."""
    rows = [{"at": lane.value, "one": claim.issue_id, "seen": claim.generation} for claim in claims]
    if rows:
        connection.execute(_FINISH, rows)


def put_off(connection: Connection, lane: Lane, claims: Iterable[Claim], due: float) -> None:
    """Leaves the work for later, unless it was marked again meanwhile."""
    for one in claims:
        here = (table.c.lane == lane.value) & (table.c.issue_id == one.issue_id)
        same = table.c.generation == one.generation
        connection.execute(update(table).where(here, same).values(due=due, attempts=table.c.attempts + 1))


def narrow(connection: Connection, lane: Lane, one: Claim, facets: int) -> None:
    """Leaves a part of the work: the other part was done. Unless it was marked again meanwhile."""
    here = (table.c.lane == lane.value) & (table.c.issue_id == one.issue_id) & (table.c.generation == one.generation)
    connection.execute(update(table).where(here).values(facets=facets))


def next_due(engine: Engine, site: str, *lanes: Lane) -> float | None:
    """When the next work of any of some lanes is due, if there is any."""
    with reading(engine) as connection:
        return next_due_in(connection, site, *lanes)


def next_due_in(connection: Connection, site: str, *lanes: Lane) -> float | None:
    """When the next work of any of some lanes is due, if there is any."""
    asked = ({"here": site, "at": lane.value} for lane in lanes)
    moments = [connection.execute(_NEXT, one).scalar_one() for one in asked]
    return min((one for one in moments if one is not None), default=None)


def waiting(connection: Connection, lane: Lane, issues: Sequence[int]) -> set[int]:
    """Which of some issues wait in a lane."""
    return {row.issue_id for row in rows_of(connection, _WAITING, issues, at=lane.value)}


def is_idle(engine: Engine) -> bool:
    """Whether no delivery waits to be heard, and no issue for anything; counting them takes five times as long."""
    with reading(engine) as connection:
        return not connection.exec_driver_sql(_ANYTHING).scalar()


def counts(engine: Engine) -> dict[tuple[str, str], int]:
    """How many issues wait, by site and lane."""
    with reading(engine) as connection:
        return counts_in(connection)


def counts_in(connection: Connection) -> dict[tuple[str, str], int]:
    """How many issues wait, by site and lane."""
    wanted = select(table.c.site, table.c.lane, func.count()).where(_WAITS).group_by(table.c.site, table.c.lane)
    return {(site, lane): count for site, lane, count in connection.execute(wanted)}


_ANYTHING = """
    SELECT EXISTS (SELECT 1 FROM delivery WHERE state = 'kept') OR EXISTS (SELECT 1 FROM work WHERE generation > done)
"""

# Made once: to make one takes longer than to ask it.
_HERE = table.c.lane == bindparam("at")
_THIS = _HERE & (table.c.issue_id == bindparam("one"))
_WAITS = table.c.generation > table.c.done
_PENDING = (table.c.site == bindparam("here")) & _HERE & _WAITS
_SITES = select(issue.c.id, issue.c.site).where(one_of(issue.c.id, "some"))
_NEXT = select(func.min(table.c.due)).where(_PENDING)
_DUE = (
    select(table.c.issue_id, table.c.generation, table.c.facets, table.c.attempts)
    .where(_PENDING, table.c.due <= bindparam("now"))
    .order_by(table.c.due, table.c.issue_id)
    .limit(bindparam("most"))
)
_WAITING = select(table.c.issue_id).where(_HERE, one_of(table.c.issue_id, "some"), _WAITS)
_FINISH = update(table).where(_THIS, table.c.done < bindparam("seen")).values(done=bindparam("seen"))
