"""When people last did something on an issue, of all that moves the time of its last change. Pure.

A tracker tells only when an issue changed last, and the comments of Detour and of automation accounts change it, too:
https://github.com/microsoft/TypeScript-Twoslash-Repro-Action/issues/17 . Which of its moments were theirs is told by
threads and by webhooks. Whatever nothing explains counts as people's, for to call work forgotten is the worse mistake.
"""

from __future__ import annotations

from datetime import datetime, timedelta  # msgspec looks the fields' types up
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.contract import Facet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from collections.abc import Set as AbstractSet

    from connectors.contract import Comment, Heard, Touched

MOST: Final = 8
"""How many moments of a kind are kept: only the latest decide."""
BEFORE: Final = timedelta(seconds=1)
AFTER: Final = timedelta(seconds=3)
"""How far the issue's time may be from that of the comment that moved it: GitHub's may differ by a second
(https://github.com/palantir/policy-bot/pull/459), and behind a new comment of ours the former one is deleted."""
OF_ITSELF: Final = frozenset({Facet.CORE, Facet.COMMENTS})
"""What moves the time of an issue; a link may be told by the other end."""
BOT: Final = "[bot]"


class Activity(msgspec.Struct, frozen=True):
    """What is known of when an issue was changed.

    ``updated`` is the tracker's last word. ``people``: the last moment at which people surely did something;
    ``programs``: moments at which Detour or an automation account did; ``unclaimed``: moments that the tracker told
    and nobody knows whose.
    """

    updated: datetime | None = None
    people: datetime | None = None
    programs: tuple[datetime, ...] = ()
    unclaimed: tuple[datetime, ...] = ()

    @classmethod
    def at(cls, updated: datetime | None) -> Activity:
        """What a document tells of its issue."""
        return cls(updated=updated, unclaimed=() if updated is None else (updated,))

    @property
    def moved(self) -> datetime | None:
        """When people last did something, as far as is known."""
        return _latest([self.people, *self.unclaimed])

    def joined(self, other: Activity) -> Activity:
        """Both together; ``other`` has the last word on when it was updated."""
        programs = {*self.programs, *other.programs}
        unclaimed = {one for one in (*self.unclaimed, *other.unclaimed) if not _is_explained(one, programs)}
        return Activity(
            updated=other.updated or self.updated,
            people=_latest([self.people, other.people]),
            programs=_last(programs),
            unclaimed=_last(unclaimed),
        )


NOTHING: Final = Activity()


def of_thread(comments: Iterable[Comment], automation: AbstractSet[str]) -> Activity:
    """What a thread tells. Words of a program that somebody else changed were changed by people."""
    people: list[datetime] = []
    programs: list[datetime] = []
    for one in comments:
        theirs = programs if one.own or is_automatic(one.author, automation) else people
        if one.created is not None:
            theirs.append(one.created)
        if one.changed not in {None, one.created}:
            (people if one.edited_by_others else theirs).append(one.changed)
    return Activity(people=_latest(people), programs=tuple(sorted(programs)))


def of_delivery(
    heard: Heard, touched: Touched, automation: AbstractSet[str], *, we_write: bool, ours: bool = False
) -> Activity:
    """What a webhook tells of one issue, if it tells who did it.

    Where ``we_write``, a comment may be ours, which only the thread tells unless it is known; what happens otherwise
    never is.
    """
    told = next((one.issue.moved for one in heard.facts if one.issue.ref == touched.ref), None) or heard.at
    if not heard.by or told is None or not touched.facets & OF_ITSELF:
        return NOTHING
    if ours or is_automatic(heard.by, automation):
        return Activity(programs=(told,))
    if we_write and Facet.COMMENTS in touched.facets:
        return NOTHING
    return Activity(people=told)


def is_automatic(account: str, automation: AbstractSet[str]) -> bool:
    """Whether an account is one of the configured ones. An App's may be named with or without its ``[bot]``."""
    return account in automation or account.removesuffix(BOT) in automation


def _is_explained(moment: datetime, programs: Collection[datetime]) -> bool:
    return any(one - BEFORE <= moment <= one + AFTER for one in programs)


def _latest(moments: Iterable[datetime | None]) -> datetime | None:
    return max((one for one in moments if one is not None), default=None)


def _last(moments: Iterable[datetime]) -> tuple[datetime, ...]:
    return tuple(sorted(moments)[-MOST:])
