"""Leases: at most one process works in a lane of a site, and one that lost its turn can no longer write.

The fence grows with every new holder; a write that names an old one is refused. All times are the database's own, so
that no two clocks have to agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select, update

from service.store.clock import SECONDS
from service.store.connection import reading
from service.store.lists import one_of
from service.store.tables import lease as table
from service.store.upserts import insert

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine


class LeaseLostError(Exception):
    """Another process works in the lane now: what was done here is not written."""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work in a lane of a site."""

    site: str
    lane: str
    holder: str
    fence: int


@dataclass(frozen=True, slots=True)
class Leases:
    """The leases that one process asks for. ``seconds`` is how long one lasts without being taken again."""

    engine: Engine
    holder: str
    seconds: float

    def take(self, site: str, lane: str) -> Lease | None:
        """The lease, if nobody else holds it; taken again by its holder it lasts longer, with the same fence.

        Also where it had run out, and nobody had wanted it: what its holder began is still its own. Not after it was
        given back.
        """
        now = SECONDS[self.engine.dialect.name]
        until = now + self.seconds
        here = (table.c.site == site) & (table.c.lane == lane)
        mine, free = (table.c.holder == self.holder) & (table.c.until > 0), table.c.until < now
        renewed = update(table).where(here, mine).values(until=until).returning(table.c.fence)
        won = update(table).where(here, free).values(holder=self.holder, until=until, fence=table.c.fence + 1)
        with self.engine.begin() as connection:
            new = insert(connection, table).values(site=site, lane=lane, holder="", until=0, fence=0)
            connection.execute(new.on_conflict_do_nothing())
            fence = connection.execute(renewed).scalar()
            fence = connection.execute(won.returning(table.c.fence)).scalar() if fence is None else fence
        return None if fence is None else Lease(site, lane, self.holder, fence)

    def held(self, site: str, beginning: str) -> set[str]:
        """The lanes of a site that anybody holds now, of those whose names begin so."""
        now = SECONDS[self.engine.dialect.name]
        here = (table.c.site == site) & table.c.lane.startswith(beginning, autoescape=True)
        with reading(self.engine) as connection:
            return set(connection.execute(select(table.c.lane).where(here, table.c.until >= now)).scalars())

    def give_back(self, lease: Lease) -> None:
        """Lets others in at once."""
        with self.engine.begin() as connection:
            connection.execute(_GIVE_BACK, _of(lease))

    def free_those_of(self, is_dead: Callable[[str], bool]) -> int:
        """Ends the leases whose holders are known to be dead; returns how many. They would end by themselves, later."""
        with self.engine.begin() as connection:
            holders = connection.execute(select(table.c.holder).where(table.c.until > 0).distinct()).scalars()
            dead = [holder for holder in holders if is_dead(holder)]
            return connection.execute(update(table).where(one_of(table.c.holder, dead)).values(until=0)).rowcount


def guard(connection: Connection, lease: Lease) -> None:
    """Raises ``LeaseLostError`` unless the lease is held; nobody else takes it before this transaction ends."""
    if not connection.execute(_GUARD, _of(lease)).rowcount:
        raise LeaseLostError


def _of(lease: Lease) -> dict[str, object]:
    return {"here": lease.site, "at": lease.lane, "by": lease.holder, "number": lease.fence}


# Made once: each step of each lane asks for it.
_HELD = (table.c.site == bindparam("here")) & (table.c.lane == bindparam("at"))
_HELD &= (table.c.holder == bindparam("by")) & (table.c.fence == bindparam("number"))
_GUARD = update(table).where(_HELD).values(fence=table.c.fence)
_GIVE_BACK = update(table).where(_HELD).values(until=0)
