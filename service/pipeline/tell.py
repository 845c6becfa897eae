"""Tell: the outbox of digests. One is kept before it is sent, so that whatever happens it is sent once.

Neither a chat nor a mailbox can be asked what it has. A mail is sent again under the same name where its fate is
unknown, and mailboxes know it by that; a post is not, for a chat would show it twice. What it told is then told by the
next digest: nothing counts as told before somebody said that it arrived.
"""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import structlog

from service.digest.news import news_of
from service.digest.outlets import Letter, Undelivered
from service.digest.wording import digest_of
from service.speech.document import Name, line
from service.speech.plain import BARE, CHAT
from service.store import digests, noise
from service.store.connection import reading
from service.store.digests import DigestState, Kept, Made, Told
from service.store.leases import guard
from service.store.noise import Thread

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Engine

    from service.digest.news import Events, News
    from service.digest.subscriptions import Subscription
    from service.pipeline.decisions import Decisions
    from service.store.leases import Lease

LOG = structlog.get_logger()
MOST_ATTEMPTS: Final = 6
FIRST_PAUSE: Final = 60.0
LONGER: Final = 4
"""Each pause is so many times the last: six attempts take six hours."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Tells each team once a week. ``key`` is the store's own: no two stores send letters of one name."""

    engine: Engine
    decisions: Decisions
    key: bytes

    def due(self) -> float | None:
        """When something is to be done next, in seconds since 1970."""
        with reading(self.engine) as connection:
            kept = digests.all_kept(connection)
        moments = [_due(one, kept.get(team)) for team, one in self.decisions.subscriptions.items()]
        return min(moments, default=None)

    async def tell(self, lease: Lease, now: float) -> bool:
        """One step for one team. Whether there was any to do."""
        with reading(self.engine) as connection:
            kept = digests.all_kept(connection)
        for team, one in self.decisions.subscriptions.items():
            if _due(one, kept.get(team)) <= now:
                await self._step(one, kept.get(team), lease, now)
                return True
        return False

    async def _step(self, one: Subscription, kept: Kept | None, lease: Lease, now: float) -> None:
        if kept is None:
            await asyncio.to_thread(self._begin, one, lease, now)
        elif kept.state is DigestState.SENDING:
            await asyncio.to_thread(self._lost_sight, one, kept, lease, now)
        elif one.weekly.latest(now) > kept.slot or await asyncio.to_thread(self._is_overtaken, kept):
            await asyncio.to_thread(self._make, one, kept, lease, now)
        elif kept.made is not None:
            await self._send(one, kept, kept.made, lease, now)

    def _begin(self, one: Subscription, lease: Lease, now: float) -> None:
        """What is there on the first day is taken as known, as on issues that go live."""
        with reading(self.engine) as connection:
            known = self._news(connection, one, {}, now).known
        slot = one.weekly.latest(now)
        self._keep(Kept(one.reader.slug, slot, now, known, note="what was there at first is taken as known"), lease)

    def drafted(self, one: Subscription, kept: Kept, now: float) -> tuple[Made | None, News]:
        """What would be told now, if there is anything to tell; writes nothing."""
        with reading(self.engine) as connection:
            news = self._news(connection, one, kept.known, now)
            counts = noise.count(connection, one.reader.slug, kept.since)
        if not news:
            return None, news
        told = tuple(Told(untold.issue.issue_id, untold.role, untold.events) for untold in news.untold)
        return Made(digest_of(news, one.reader, counts, self.decisions.operator), dict(news.known), told), news

    def _make(self, one: Subscription, kept: Kept, lease: Lease, now: float) -> None:
        """Makes the digest of a week, if there is anything to tell."""
        slot = one.weekly.latest(now)
        made, news = self.drafted(one, kept, now)
        if made is None:
            self._keep(replace(_quiet(kept, "nothing changed"), slot=slot, known=news.known), lease)
            LOG.info("digest_unchanged", team=kept.team)
            return
        attempts = kept.attempts if slot == kept.slot else 0
        on_its_way = replace(kept, slot=slot, state=DigestState.READY, made=made, attempts=attempts, due=now)
        self._keep(replace(on_its_way, note="it is on its way"), lease)

    def _is_overtaken(self, kept: Kept) -> bool:
        """Whether a new comment has told by now what this digest would tell in its place."""
        with reading(self.engine) as connection:
            threads = {Thread(one.issue_id, one.role): one.events for one in (kept.made.told if kept.made else ())}
            return any(events - noise.held_in(connection, thread) for thread, events in threads.items())

    def _news(self, connection: Connection, one: Subscription, known: Mapping[int, Events], now: float) -> News:
        """What changed; of projects and repositories where Detour speaks, if this is told to anybody."""
        slug, weekly = one.reader.slug, one.weekly
        found = digests.issues_of(connection, slug, known)
        told = [issue for issue in found if not one.live or self.decisions.is_live(issue.ref, slug)]
        return news_of(told, known, weekly.day_of(now), weekly.day_of(weekly.after(now)))

    async def _send(self, one: Subscription, kept: Kept, made: Made, lease: Lease, now: float) -> None:
        if not one.live:
            await asyncio.to_thread(self._shown, kept, made, lease, now)
            return
        sending = replace(kept, state=DigestState.SENDING, attempts=kept.attempts + 1)
        await asyncio.to_thread(self._keep, sending, lease)
        try:
            await one.outlet.send(self._letter(one, kept, made, now))
        except Undelivered as error:
            await asyncio.to_thread(self._failed, sending, error, lease, now)
        else:
            await asyncio.to_thread(self._arrived, sending, made, lease, now)

    def _letter(self, one: Subscription, kept: Kept, made: Made, now: float) -> Letter:
        name = hmac.new(self.key, f"digest {kept.team} {kept.slot:.0f}".encode(), "sha256").hexdigest()[:32]
        subject = f"What changed for {BARE.text(line(Name(one.reader.name)))}"
        return Letter(name, subject, CHAT.document(made.document), datetime.fromtimestamp(now, UTC))

    def _arrived(self, kept: Kept, made: Made, lease: Lease, now: float) -> None:
        """What was over the budget is told by it, and nothing of it is told again."""
        with self.engine.begin() as connection:
            guard(connection, lease)
            for told in made.told:
                noise.let_go(connection, Thread(told.issue_id, told.role), told.events)
            digests.keep(connection, replace(_quiet(kept, "it was sent"), since=now, known=made.known))
        LOG.info("digest_sent", team=kept.team, attempts=kept.attempts, told_of_held=len(made.told))

    def _shown(self, kept: Kept, made: Made, lease: Lease, now: float) -> None:
        self._keep(replace(_quiet(kept, "dry run: it is shown, and was not sent"), since=now, known=made.known), lease)
        LOG.info("digest_shown", team=kept.team)

    def _failed(self, kept: Kept, error: Undelivered, lease: Lease, now: float) -> None:
        """Tries again later, or leaves it to the next digest: its readers still know what they knew."""
        if error.again and kept.attempts < MOST_ATTEMPTS:
            pause = max(error.retry_after, FIRST_PAUSE * LONGER ** (kept.attempts - 1))
            later = replace(kept, state=DigestState.READY, due=now + pause, note=f"it is tried again: {error}")
            self._keep(later, lease)
            LOG.warning("digest_put_off", team=kept.team, reason=str(error), seconds=round(pause))
            return
        unknown = "; it may have arrived" if error.may_have_arrived else ""
        self._give_up(kept, f"{error}{unknown}", lease)

    def _lost_sight(self, one: Subscription, kept: Kept, lease: Lease, now: float) -> None:
        """The process that was sending it ended."""
        if one.outlet.knows_letters and kept.attempts < MOST_ATTEMPTS:
            self._keep(replace(kept, state=DigestState.READY, due=now, note="it is sent again, for sure"), lease)
        else:
            self._give_up(kept, "the process that sent it ended; it may have arrived", lease)

    def _give_up(self, kept: Kept, why: str, lease: Lease) -> None:
        self._keep(_quiet(kept, f"{why}; what it told is told by the next one"), lease)
        LOG.warning("digest_given_up", team=kept.team, reason=why, attempts=kept.attempts)

    def _keep(self, kept: Kept, lease: Lease) -> None:
        with self.engine.begin() as connection:
            guard(connection, lease)
            digests.keep(connection, kept)


def _quiet(kept: Kept, note: str) -> Kept:
    return replace(kept, state=DigestState.QUIET, attempts=0, due=0.0, note=note)


def _due(one: Subscription, kept: Kept | None) -> float:
    """When a team's digest needs something done."""
    if kept is None or kept.state is DigestState.SENDING:
        return 0.0
    following = one.weekly.after(kept.slot)
    return min(following, kept.due) if kept.state is DigestState.READY else following
