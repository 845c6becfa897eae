"""Sweeps over whole sites, as the store keeps them: where each one is, so that a new process goes on there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import bindparam, exists, func, select

from connectors.contract import Facet
from connectors.scanning import OutOfReach, Wanted
from rules.model import Ref
from service.store.clock import next_tick
from service.store.documents import TOLD, encoded
from service.store.lists import one_of
from service.store.tables import IDENTIFIED, OPEN, issue, reading, work
from service.store.tables import sweep as table
from service.store.upserts import chunks, put
from service.store.work import Lane, next_due_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Row


class Count(msgspec.Struct, frozen=True):
    """What a sweep came to so far.

    ``issues`` were read; ``news`` of them for the first time; ``missed`` are those of which nobody had told what the
    sweep found: changed, or there at all, unless it is the first one. Comments and remote links took ``deeper``
    requests beside its own. ``left`` is how many issues are still to come, where the tracker tells.
    """

    issues: int = 0
    news: int = 0
    missed: int = 0
    requests: int = 0
    deeper: int = 0
    left: int | None = None
    out_of_reach: tuple[OutOfReach, ...] = ()

    def __add__(self, other: Count) -> Count:
        """Both together; of what is left the other one knows the latest."""
        return Count(
            self.issues + other.issues,
            self.news + other.news,
            self.missed + other.missed,
            self.requests + other.requests,
            self.deeper + other.deeper,
            other.left,
            tuple(dict.fromkeys((*self.out_of_reach, *other.out_of_reach))),
        )


NOTHING: Final = Count()


@dataclass(frozen=True, slots=True)
class Passage:
    """One sweep over a site: the one under way, or the last one. Times are in seconds since 1970.

    ``ended`` is ``None`` while it is under way. ``through`` is when the last one of its kind began that came to its
    end. ``tick`` is the store's when it began. ``note`` says why it waits until ``paused_until``.
    """

    site: str
    wanted: Wanted
    since: float | None
    resume: str
    started: float
    tick: int
    ended: float | None = None
    through: float | None = None
    count: Count = NOTHING
    paused_until: float = 0.0
    note: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether pages are still to be read."""
        return self.ended is None

    @property
    def is_first(self) -> bool:
        """Whether it is a site's first through all that is open."""
        return self.wanted is Wanted.OPEN and self.through is None


ORDER: Final = (Wanted.OPEN, Wanted.MOVED, Wanted.CLOSED)
"""What comes first where several are under way on a site: what is open decides findings, what is closed odds."""
_COUNT: Final = msgspec.json.Decoder(Count)


def passages(connection: Connection, sites: Sequence[str] | None = None) -> list[Passage]:
    """The latest sweep of each kind, of some sites or all, in the order in which they are gone on with."""
    here = [] if sites is None else [one_of(table.c.site, sites)]
    found = map(_passage, connection.execute(select(table).where(*here)))
    return sorted(found, key=lambda one: (one.site, ORDER.index(one.wanted)))


def under_way(connection: Connection, site: str) -> list[Passage]:
    """The sweeps of a site whose pages are still to be read, in the order in which they are gone on with."""
    found = map(_passage, connection.execute(_UNDER_WAY, {"here": site}))
    return sorted(found, key=lambda one: ORDER.index(one.wanted))


def next_step(connection: Connection, site: str) -> float | None:
    """When there is something to scan next: a page of a sweep, or an issue that one found; ``None`` if there is not."""
    moments = [one.paused_until for one in under_way(connection, site)]
    waiting = next_due_in(connection, site, Lane.SCAN)
    return min(moments if waiting is None else [*moments, waiting], default=None)


_UNDER_WAY: Final = select(table).where(table.c.site == bindparam("here"), table.c.ended.is_(None))


def begin(connection: Connection, site: str, wanted: Wanted, now: float, since: float | None = None) -> None:
    """Begins a sweep from the next tick on, unless one of its kind is under way that reads as far back."""
    known = next((one for one in passages(connection, [site]) if one.wanted is wanted), None)
    if known is not None and known.is_under_way and (known.since or 0) <= (since or 0):
        return
    through = None if known is None else known.through
    put(connection, table, [_row(Passage(site, wanted, since, "", now, next_tick(connection), through=through))])


def advance(connection: Connection, passage: Passage, resume: str, count: Count) -> Passage:
    """Notes a page; what it held is remembered in the same transaction."""
    return _changed(connection, replace(passage, resume=resume, count=passage.count + count, paused_until=0.0, note=""))


def end(connection: Connection, passage: Passage, now: float) -> Passage:
    """The sweep came to its end."""
    return _changed(
        connection, replace(passage, ended=now, through=passage.started, resume="", paused_until=0.0, note="")
    )


def pause(connection: Connection, passage: Passage, until: float, note: str) -> Passage:
    """It waits: for a limit, or for a tracker that does not answer."""
    return _changed(connection, replace(passage, paused_until=until, note=note))


def give_up(connection: Connection, passage: Passage, now: float, note: str) -> Passage:
    """It does not come to its end this time, for a reason; the next one begins anew."""
    return _changed(connection, replace(passage, ended=now, resume="", paused_until=0.0, note=note))


def note_deeper(connection: Connection, site: str, requests: int) -> None:
    """Notes requests that a site's last sweep caused beside its own."""
    known = [one for one in passages(connection, [site]) if one.wanted is not Wanted.CLOSED]
    if known:
        last = max(known, key=lambda one: one.started)
        _changed(connection, replace(last, count=last.count + Count(deeper=requests, left=last.count.left)))


def unmet(connection: Connection, passage: Passage) -> Iterator[tuple[int, Ref]]:
    """The issues of a site that were open the last time and that nobody looked at since the sweep began."""
    core = (reading.c.issue_id == issue.c.id) & (reading.c.facet == Facet.CORE.value)
    looked_at = exists().where(core, reading.c.start >= passage.tick)
    known = (issue.c.site == passage.site) & OPEN & (issue.c.gone == "")
    for row in connection.execute(select(issue.c.id, issue.c.ref).where(known, ~looked_at)):
        yield row.id, Ref(passage.site, row.ref)


def unread(connection: Connection) -> dict[str, int]:
    """How many issues sweeps have left to be read whole, by site."""
    waits = (work.c.lane == Lane.SCAN.value) & (work.c.generation > work.c.done)
    found = connection.execute(select(work.c.site, func.count()).where(waits).group_by(work.c.site))
    return {site: count for site, count in found}  # noqa: C416  # rows are no pairs to dict()


@dataclass(frozen=True, slots=True)
class Before:
    """An issue as it was known before a page told of it: its last change, as of when its comments were read."""

    updated: float | None
    thread_as_of: float | None


def known_before(connection: Connection, site: str, vendor_ids: Sequence[str]) -> dict[str, Before]:
    """Those of some issues that were read before, by the tracker's own id."""
    thread = (reading.c.issue_id == issue.c.id) & (reading.c.facet == Facet.COMMENTS.value)
    found: dict[str, Before] = {}
    for some in chunks([one for one in vendor_ids if one]):
        here = IDENTIFIED & (issue.c.site == site) & one_of(issue.c.vendor_id, some) & issue.c.told.is_not(None)
        columns = select(issue.c.vendor_id, issue.c.told, reading.c.as_of).outerjoin(reading, thread).where(here)
        for row in connection.execute(columns):
            updated = TOLD.decode(row.told).activity.updated
            found[row.vendor_id] = Before(None if updated is None else updated.timestamp(), row.as_of)
    return found


def _changed(connection: Connection, passage: Passage) -> Passage:
    put(connection, table, [_row(passage)])
    return passage


def _row(passage: Passage) -> dict[str, object]:
    return {
        "site": passage.site,
        "wanted": passage.wanted.value,
        "since": passage.since,
        "resume": passage.resume,
        "started": passage.started,
        "tick": passage.tick,
        "ended": passage.ended,
        "through": passage.through,
        "counted": encoded(passage.count),
        "paused_until": passage.paused_until,
        "note": passage.note,
    }


def _passage(row: Row[*tuple[Any, ...]]) -> Passage:
    return Passage(
        site=row.site,
        wanted=Wanted(row.wanted),
        since=row.since,
        resume=row.resume,
        started=row.started,
        tick=row.tick,
        ended=row.ended,
        through=row.through,
        count=_COUNT.decode(row.counted),
        paused_until=row.paused_until,
        note=row.note,
    )
