"""Read and remember: asks a tracker for the truth of what was named, and takes it into the model."""

from __future__ import annotations

import asyncio
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from connectors.contract import Denied, Facet, Touched, Unavailable
from rules.interpretation import MAY_NOT_WRITE, WAS_EDITED
from rules.model import Ref, State
from rules.text.commands import COMMAND
from service.activity import NOTHING, of_thread
from service.pipeline.absences import Absences
from service.pipeline.apart import Apart, halves, is_of_the_work
from service.pipeline.deeper import Met, ask_deeper
from service.pipeline.marks import mark_after, mark_behind
from service.store.clock import A_CHANGE, changing, tick
from service.store.connection import reading
from service.store.failures import succeeded
from service.store.leases import guard
from service.store.lists import one_of, rows_of
from service.store.readings import Reading, bits_of, facets_of
from service.store.ripples import asked_by
from service.store.sweeps import known_before
from service.store.tables import issue
from service.store.upserts import chunks
from service.store.work import Lane, finish, mark, narrow, put_off
from service.understanding import Lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Engine

    from connectors.contract import Client, Comment, Look
    from service.activity import Activity
    from service.pipeline.site import Site, Sites
    from service.store.leases import Lease
    from service.store.work import Claim

LOG = structlog.get_logger()
THREADS_AT_ONCE: Final = 8
"""Of issues that somebody waits for, by themselves; of more all in one request."""
PATIENCE: Final = {Lane.READ: 300.0, Lane.SCAN: 6 * 3600.0}
"""How long what could not be read waits at most, in seconds."""
FAILED, LOST = 2.0, 4.0
"""The power of the attempts with which that grows: a repository to which access was lost may have many issues."""


@dataclass(frozen=True, slots=True)
class Known:
    """An issue to be read, as the store knows it."""

    touched: Touched
    was_there: bool


_COLUMNS = (issue.c.id, issue.c.site, issue.c.ref, issue.c.vendor_id, issue.c.node_id, issue.c.gone)
_ASKED = select(*_COLUMNS, issue.c.told.is_not(None)).where(one_of(issue.c.id, "some"))


@dataclass(frozen=True, slots=True)
class ReadingUp:
    """Reads the issues of one site that wait to be read, in one of the two lanes in which they do."""

    engine: Engine
    site: Site
    client: Client
    sites: Sites
    lane: Lane = Lane.READ
    _apart: Apart = field(init=False)

    def __post_init__(self) -> None:
        """Failures are the lane's own."""
        object.__setattr__(self, "_apart", Apart(self.engine))

    async def read(self, claims: Sequence[Claim], lease: Lease, now: float) -> None:
        """One batch; an issue that cannot be read holds up no other.

        Raises ``Unavailable`` where the tracker cannot be asked; what was read until then is kept.
        """
        try:
            await self._read(claims, lease, now)
        except Exception as error:
            alone = len(claims) == 1
            ours = is_of_the_work(error)
            if not ours and not (alone and isinstance(error, Unavailable) and self._apart.blames(error)):
                raise
            if alone:
                await asyncio.to_thread(self._apart.set_aside, self.lane, claims[0], error, lease, now)
                return
            for part in halves(claims):
                await self.read(part, lease, now)
        else:
            self._apart.answered()

    async def _read(self, claims: Sequence[Claim], lease: Lease, now: float) -> None:
        known = await asyncio.to_thread(self._known, claims)
        asked = [claim for claim in claims if claim.issue_id in known]
        start = await asyncio.to_thread(tick, self.engine)
        looks = await self.client.read([known[claim.issue_id].touched for claim in asked])
        vanished = {
            look.ref
            for claim, look in zip(asked, looks, strict=True)
            if look.facts is None and look.facets and known[claim.issue_id].was_there
        }
        doubtful = await Absences(self.engine, self.client).doubtful(vanished)
        there = [(claim, look) for claim, look in zip(asked, looks, strict=True) if look.ref not in doubtful]
        wanted = [(claim, look) for claim, look in there if self._wants_thread(claim, look)]
        threads = _Threads(self.site, self.client, self.lane is Lane.SCAN or len(wanted) > THREADS_AT_ONCE)
        await threads.read(wanted)
        found = [_Found(claim, look, *threads.found.get(claim, UNREAD)) for claim, look in there]
        lost = set(asked) - {claim for claim, _ in there}
        late = [_Late(claim, facets_of(claim.facets), None, LOST) for claim in lost]
        late += [_Late(claim, look.late, look.retry_after) for claim, look in there if look.late]
        late += [_Late(claim, THREAD, seconds) for claim, seconds in threads.unread.items()]
        await asyncio.to_thread(self._remember, found, late, start, lease, now)
        if waits := [one.seconds for one in late if one.seconds is not None]:
            reason = f"{len(waits):,} of {len(asked):,} issues are to be read when limits allow it"
            raise Unavailable(reason, retry_after=max(waits))

    def _known(self, claims: Sequence[Claim]) -> dict[int, Known]:
        found: dict[int, Known] = {}
        facets = {claim.issue_id: facets_of(claim.facets) for claim in claims}
        with reading(self.engine) as connection:
            for row in rows_of(connection, _ASKED, list(facets)):
                touched = Touched(Ref(row.site, row.ref), row.vendor_id, row.node_id, facets[row.id] | self._beside)
                found[row.id] = Known(touched, was_there=bool(row[-1]) and not row.gone)
        return found

    @property
    def _beside(self) -> frozenset[Facet]:
        """What no webhook tells of, and so may be other whenever an issue is: asked for now, not in a second look."""
        return self.site.connector.facets & {Facet.REMOTE} if self.lane is Lane.READ else frozenset()

    def _remember(self, found: Sequence[_Found], late: Sequence[_Late], start: int, lease: Lease, now: float) -> None:
        """Takes in what was found, some at a time, so that nobody waits long for the store; the rest is for later."""
        again = {one.claim for one in late}
        changed = sum(self._take_in(some, again, start, lease, now) for some in chunks(found, A_CHANGE))
        if late:
            self._leave(late, lease, now)
        LOG.info("read", site=self.site.name, issues=len(found), changed=changed, late=len(late))

    def _take_in(self, found: Sequence[_Found], again: set[Claim], start: int, lease: Lease, now: float) -> int:
        """One transaction; how many issues it changed. Of claims that are worked on ``again`` nothing is finished."""
        with changing(self.engine) as (connection, end):
            guard(connection, lease)
            readings = [Reading(one.look, start, end, one.lines, one.activity) for one in found]
            hurried = self.lane is Lane.READ
            met = [] if hurried else self._met(connection, found)
            remembered = self.site.memory.remember(connection, readings)
            ask_deeper(remembered, met, self.site)
            whole = [one.claim for one in found if one.claim not in again]
            succeeded(connection, self.lane, whole)
            finish(connection, self.lane, whole)  # before more is asked for: what was read needs no other look
            (mark_after if hurried else mark_behind)(connection, remembered, self.sites, now)
            if not hurried:  # their verdicts waited for it, and briefs on what they ask; also where it changed nothing
                done = {claim.issue_id for claim in whole}
                mark(connection, Lane.REVIEW, done | asked_by(connection, done), now)
        return len(remembered.changed)

    def _leave(self, late: Sequence[_Late], lease: Lease, now: float) -> None:
        """Has what is late asked for again: later each time, unless a limit is why."""
        with self.engine.begin() as connection:
            guard(connection, lease)
            for claim in {one.claim for one in late}:
                mine = [one for one in late if one.claim == claim]
                narrow(connection, self.lane, claim, bits_of(frozenset().union(*(one.facets for one in mine))))
                if all(one.seconds is None for one in mine):
                    put_off(connection, self.lane, [claim], now + self._wait(mine[0]))

    def _wants_thread(self, claim: Claim, look: Look) -> bool:
        """Comments on what was closed meanwhile are nobody's hurry, and tell nothing."""
        is_open = look.facts is not None and look.facts.issue.state is State.OPEN
        return Facet.COMMENTS in facets_of(claim.facets) and (is_open or self.lane is Lane.READ)

    def _met(self, connection: Connection, found: Sequence[_Found]) -> list[Met]:
        there = [(one, one.look.facts) for one in found if one.look.facts is not None]
        before = known_before(connection, self.site.name, [facts.issue.vendor_id for _, facts in there])
        return [
            Met(
                one.look,
                facts,
                one.claim.issue_id,
                before.get(facts.issue.vendor_id),
                threaded=Facet.COMMENTS in facets_of(one.claim.facets),
            )
            for one, facts in there
        ]

    def _wait(self, late: _Late) -> float:
        growth = late.growth if self.lane is Lane.SCAN else FAILED
        return min(PATIENCE[self.lane], 1 + math.pow(late.claim.attempts, growth))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found of an issue; ``lines`` are those of its thread, if that was read, with what else it tells."""

    claim: Claim
    look: Look
    lines: tuple[Lines, ...] | None
    activity: Activity


UNREAD: Final = (None, NOTHING)
THREAD: Final = frozenset({Facet.COMMENTS})


@dataclass(frozen=True, slots=True)
class _Late:
    """What is left of a claim, and the seconds after which it may be read, where the tracker named them."""

    claim: Claim
    facets: frozenset[Facet]
    seconds: float | None
    growth: float = FAILED


@dataclass(slots=True)
class _Threads:
    """The telling lines of threads, and who wrote in them when.

    ``unread`` are the issues whose threads cannot be read now, but may be later, with the seconds until then, where the
    tracker named them. Read ``together`` they cost few requests; by themselves none waits for another.
    """

    site: Site
    client: Client
    together: bool
    found: dict[Claim, tuple[tuple[Lines, ...], Activity]] = field(default_factory=dict)
    unread: dict[Claim, float | None] = field(default_factory=dict)
    _may: dict[tuple[str, str], bool] = field(default_factory=dict)
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(THREADS_AT_ONCE))

    async def read(self, wanted: Sequence[tuple[Claim, Look]]) -> None:
        there = [(claim, look.facts.issue, look.node_id) for claim, look in wanted if look.facts]
        asked = [Touched(issue.ref, issue.vendor_id, node_id) for _, issue, node_id in there]
        threads = await (self.client.threads(asked) if self.together else asyncio.gather(*map(self._alone, asked)))
        found = zip(there, threads, strict=True)
        await asyncio.gather(*(self._take(one, issue.ref, thread) for (one, issue, _), thread in found))

    async def _alone(self, touched: Touched) -> list[Comment] | Unavailable:
        try:
            async with self._turns:
                return await self.client.comments(touched.ref)
        except Unavailable as unavailable:
            return unavailable

    async def _take(self, one: Claim, ref: Ref, thread: list[Comment] | Unavailable) -> None:
        if isinstance(thread, Denied):
            LOG.warning("thread_out_of_reach", site=self.site.name, issue=str(ref), reason=str(thread))
            return
        if isinstance(thread, Unavailable):
            self._miss(one, ref, thread)
            return
        async with self._turns:
            try:
                lines = [line for comment in thread if (line := await self._line(ref, comment)) is not None]
            except Unavailable as unavailable:
                self._miss(one, ref, unavailable)
                return
        self.found[one] = tuple(lines), of_thread(thread, self.site.automation)

    def _miss(self, one: Claim, ref: Ref, unavailable: Unavailable) -> None:
        LOG.warning("thread_unread", site=self.site.name, issue=str(ref), reason=str(unavailable))
        self.unread[one] = unavailable.retry_after

    async def _line(self, ref: Ref, comment: Comment) -> Lines | None:
        """What a comment says. Where its words do not count only its commands are kept, to be answered."""
        if comment.own or not comment.passages or not comment.author:
            return None
        refused = ""
        if comment.edited_by_others:
            refused = WAS_EDITED
        elif not await self._may_write(ref, comment.author):
            refused = MAY_NOT_WRITE
        commands = any(COMMAND.search(passage.text) for passage in comment.passages)
        if refused and not commands:
            return None
        day, changed = (moment.date() if moment else None for moment in (comment.created, comment.changed))
        if not (commands and self.client.reacts):
            return Lines(comment.passages, comment.author, day, refused)
        return Lines(comment.passages, comment.author, day, refused, comment.id, changed)

    async def _may_write(self, ref: Ref, author: str) -> bool:
        """Asked once for each author and container of a batch; who cannot be asked about may not."""
        key = ref.container.casefold(), author
        if key not in self._may:
            try:
                self._may[key] = await self.client.may_write(ref, author)
            except Denied as denied:
                LOG.warning("permission_unknown", site=self.site.name, issue=str(ref), reason=str(denied))
                self._may[key] = False
        return self._may[key]
