"""Speak: the outbox. What is to be said is kept before it is said, so that whatever happens it is said once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import bindparam, select

from connectors.contract import Denied, Draft, Unavailable
from rules.model import Ref
from service.pipeline.answers import Answering
from service.pipeline.apart import Apart
from service.pipeline.commits import Commits
from service.pipeline.marks import ELSEWHERE, look_again, waits_for_reading
from service.pipeline.outbox import Outbox, Place
from service.speech.budget import next_chance
from service.speech.markers import Role, signed
from service.speech.markups import rendered
from service.speech.said import SaidState
from service.speech.threads import search
from service.speech.turns import Edit, Search, Silence, Speak, turn
from service.store import sayings
from service.store.answers import unanswered
from service.store.briefs import briefs_on
from service.store.failures import succeeded
from service.store.kept_settings import restored_at
from service.store.noise import Thread, held_in
from service.store.tables import issue
from service.store.verdicts import verdicts_on
from service.store.work import Lane, finish, mark, put_off

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection, Engine

    from connectors.contract import Client
    from service.pipeline.decisions import Decisions
    from service.speech.remarks import Remark
    from service.speech.said import Said
    from service.store.leases import Lease
    from service.store.work import Claim

LOG = structlog.get_logger()
GONE: Final = frozenset({404, 410})
MOST_TURNS: Final = 5
"""A search, a removal, a word too many and an edit are four; whatever goes on longer goes on another time."""


@dataclass(frozen=True, slots=True)
class Errand:
    """What should stand on an issue in one role, at a place that is now called ``ref``."""

    place: Place
    ref: Ref
    remark: Remark | None
    said: Said

    @property
    def is_unaware(self) -> bool:
        """Whether a comment was begun while a judgement was made that knows of none: nothing would ever fold it."""
        return self.remark is None and self.said.was_begun


@dataclass(frozen=True, slots=True)
class Speaking:
    """Speaks on the issues of one site, and answers commands there.

    ``spoke`` is told of each write: ``comment``, ``edit`` or ``delete``.
    """

    engine: Engine
    decisions: Decisions
    client: Client
    key: bytes
    spoke: Callable[[str], None] = lambda _: None
    _sought: set[Ref] = field(default_factory=set)
    """Addresses that nothing could be written at, for whose issues we have looked already."""
    _apart: Apart = field(init=False)
    _answering: Answering = field(init=False)
    _commits: Commits = field(init=False)

    def __post_init__(self) -> None:
        """Failures are the lane's own."""
        object.__setattr__(self, "_apart", Apart(self.engine))
        object.__setattr__(self, "_answering", Answering(self.engine, self.client, self._apart.answered))
        object.__setattr__(self, "_commits", Commits(self.engine))

    @property
    def outbox(self) -> Outbox:
        """What is kept of what is being said."""
        return Outbox(self.decisions.budget)

    async def speak(self, claim: Claim, lease: Lease, now: float) -> None:
        """One issue, which holds up no other if it fails. Raises ``Unavailable`` as ``Apart.attempt`` does."""
        await self._apart.attempt(Lane.SPEAK, claim, self._speak(claim, lease, now), lease, now)

    async def _speak(self, claim: Claim, lease: Lease, now: float) -> None:
        to_answer = await self._commits.take(lease, unanswered, [claim.issue_id])
        if to_answer and not await self._answering.answer(claim, lease, now):
            return
        tomorrow, errands = False, await self._commits.take(lease, self._errands, claim, now)
        if errands is None:
            return
        for errand in errands:
            try:
                held = await self._settle(errand, lease, now)
                tomorrow |= held and not self.decisions.tells(errand.place.team)
                self._sought.discard(errand.ref)
            except Denied as denied:
                LOG.warning("speaking_denied", issue=str(errand.ref), role=errand.said.role.value, reason=str(denied))
                if denied.status in ELSEWHERE and errand.ref not in self._sought:
                    self._sought.add(errand.ref)
                    await asyncio.to_thread(look_again, self.engine, claim, lease, now)
                    return
        if any(errand.is_unaware for errand in errands):
            await self._commits.take(lease, _judge_again, claim, now)
        await self._commits.take(lease, _finish, claim, next_chance(now) if tomorrow else None)

    async def _settle(self, errand: Errand, lease: Lease, now: float) -> bool:
        """Takes turns until nothing is left to be said. Whether something was over the budget of its team's day."""
        said, held = errand.said, False
        for _ in range(MOST_TURNS):
            match turn(said, errand.remark):
                case Silence(then=then):
                    if then != said:
                        await self._commits.take(lease, self.outbox.keep, errand.place, then, now)
                    return held
                case Search():
                    said = await self._search(errand, said, lease, now)
                case Speak() as step if not await self._commits.take(lease, self.outbox.begin, errand.place, step, now):
                    said = await self._commits.take(lease, self.outbox.hold, errand.place, said, step, now)
                    held = True
                    LOG.info("held_back", issue=str(errand.ref), team=errand.place.team, events=len(step.news))
                case Edit() | Speak() as step:
                    said = await self._write(errand, said, step, lease, now)
                    if said.state is not SaidState.REMOVED:
                        return held
        return held

    async def _write(self, errand: Errand, said: Said, step: Edit | Speak, lease: Lease, now: float) -> Said:
        """Says what is kept as about to be said, and keeps that it was said."""
        if isinstance(step, Edit):
            await self._commits.take(lease, self.outbox.keep, errand.place, step.before, now)
        editing = step.comment_id if isinstance(step, Edit) else None
        mark = signed(step.then.mark(errand.place.identity), self.key)
        draft = Draft(rendered(step.document, self.client.markup), mark)
        try:
            written = await self.client.put_comment(errand.ref, draft, editing)
        except Unavailable as unavailable:
            if isinstance(unavailable, Denied) and editing is not None and unavailable.status in GONE:
                said = said.removed()
                note = "a person deleted the comment"
                await self._commits.take(lease, self.outbox.keep, errand.place, said, now, note)
                return said
            if not unavailable.outcome_unknown:
                await self._commits.take(lease, self.outbox.unmade, errand.place, said, step, now, str(unavailable))
            raise
        self._apart.answered()
        self.spoke("comment" if editing is None else "edit")
        if isinstance(step, Speak) and step.former:
            await self._delete(errand, step.former)
        after = step.after(written)
        await self._commits.take(lease, self.outbox.end, errand.place, step, after, now)
        LOG.info("spoke", issue=str(errand.ref), how=type(step).__name__.lower(), generation=after.generation)
        return after

    async def _search(self, errand: Errand, said: Said, lease: Lease, now: float) -> Said:
        """Looks what became of a write whose outcome is not known, and leaves one comment at most."""
        if said.state is SaidState.MOVED and errand.remark is not None:
            said = replace(said, saying=errand.remark.events)
        marked = await self.client.marked(errand.ref)
        self._apart.answered()
        ours = search(marked, issue=errand.place.identity, role=said.role, key=self.key)
        for comment in ours.rest:
            await self._delete(errand, comment)
        LOG.info("searched", issue=str(errand.ref), found=ours.survivor is not None, rest=len(ours.rest))
        return await self._commits.take(lease, self.outbox.found, errand.place, said, ours, now)

    async def _delete(self, errand: Errand, comment: str) -> None:
        await self.client.delete_comment(errand.ref, comment)
        self.spoke("delete")

    def _errands(self, connection: Connection, claim: Claim, now: float) -> list[Errand] | None:
        """What may be said on the issue now: one for each role. ``None`` where it waits to be read first."""
        if waits_for_reading(connection, claim, now):
            return None
        one = claim.issue_id
        row = connection.execute(_PLACE, {"one": one}).one_or_none()
        if row is None:
            return []
        verdict, brief = verdicts_on(connection, [one]).get(one), briefs_on(connection, [one]).get(one)
        team = "" if verdict is None else verdict.team
        found, restored = list[Errand](), restored_at(connection)
        for role, judged in ((Role.VERDICT, verdict), (Role.BRIEF, brief)):
            if judged is not None and judged.live and not judged.stale:
                said, identity = sayings.said_on(connection, one, role, restored)
                place = Place(Thread(one, role), identity or f"{row.site} {row.vendor_id or row.ref}", team)
                if not self.decisions.tells(team):
                    said = replace(said, events=said.events - held_in(connection, place.thread))
                found.append(Errand(place, Ref(row.site, row.ref), judged.remark, said))
        return found


_PLACE: Final = select(issue.c.site, issue.c.ref, issue.c.vendor_id).where(issue.c.id == bindparam("one"))


def _judge_again(connection: Connection, claim: Claim, now: float) -> None:
    mark(connection, Lane.JUDGE, [claim.issue_id], now)


def _finish(connection: Connection, claim: Claim, later: float | None) -> None:
    """Ends the work, or leaves it for a ``later`` moment."""
    if later is None:
        finish(connection, Lane.SPEAK, [claim])
        succeeded(connection, Lane.SPEAK, [claim])
    else:
        put_off(connection, Lane.SPEAK, [claim], later)
