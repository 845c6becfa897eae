"""Work on which it fails, issue by issue: how often, why, and what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.store import failures
from service.store.work import Lane
from service.survey.shown import Issue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from service.pages.desk import Visit

PAGE: Final = 50
WORDS: Final = {
    Lane.READ: "reading",
    Lane.SCAN: "reading",
    Lane.JUDGE: "judging",
    Lane.REVIEW: "judging",
    Lane.SPEAK: "speaking on",
    Lane.CHECK: "checking",
}
"""What is done in each lane."""


@dataclass(frozen=True, slots=True)
class FailingWork:
    """Work on an issue that fails: reading it, judging it, speaking on it, or checking what is for it.

    It is tried again by itself until it is given up, which is ``dead``. ``last`` is in seconds since 1970.
    """

    id: int
    lane: str
    issue: Issue
    tries: int
    last: float
    dead: bool
    reason: str


def failing(connection: Connection, limit: int, *, dead: bool = False) -> list[FailingWork]:
    """The latest first; only what was given up, if that is asked for. To be veiled."""
    return [
        FailingWork(one.id, one.lane.value, Issue(one.site, one.ref, "", ""), one.tries, one.last, one.dead, one.reason)
        for one in failures.listed(connection, limit, dead=dead)
    ]


def work(visit: Visit) -> Mapping[str, object]:
    """The values of a section that tells of it."""
    counts = failures.counts(visit.connection)
    found = failing(visit.connection, PAGE)
    return {
        "work": visit.seen(found),
        "work_words": {lane.value: words for lane, words in WORDS.items()},
        "work_more": sum(counts.values()) - len(found),
        "work_dead": sum(count for (_, _, is_dead), count in counts.items() if is_dead),
    }
