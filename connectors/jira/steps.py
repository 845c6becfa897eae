"""One step of a sweep: what is searched, what a request brought of it, and when issues came about. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from connectors.jira.dates import parse_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.jira.bookmarks import Cursor
    from connectors.jira.questions import Question


@dataclass(frozen=True, slots=True)
class Search:
    """A question about some projects, by their keys, and the fields that are read of what it finds.

    ``now`` is in seconds since 1970.
    """

    question: Question
    projects: Sequence[str]
    fields: Sequence[str]
    now: float


@dataclass(frozen=True, slots=True)
class Step:
    """What one request brought: documents of issues, and where to go on; without a cursor the search is through.

    ``left`` is how many are still to come, where that is told.
    """

    issues: Sequence[msgspec.Raw] = ()
    cursor: Cursor | None = None
    left: int | None = None


class Times(msgspec.Struct):
    """The two times by which searches are sorted."""

    created: str | None = None
    updated: str | None = None


class Dated(msgspec.Struct):
    """An issue as far as its place in a search goes."""

    id: int | None = None
    key: str | None = None
    fields: Times | None = None

    def told(self, field: str) -> str:
        """A time, as Jira tells it."""
        times = self.fields or Times()
        return (times.created if field == "created" else times.updated) or ""

    def time(self, field: str) -> float | None:
        """The same, in seconds since 1970."""
        moment = parse_moment(self.told(field))
        return None if moment is None else moment.timestamp()


DATED: Final = msgspec.json.Decoder(Dated, strict=False)


def dated(raw: msgspec.Raw) -> Dated:
    """What an issue tells of its place; of one that nobody understands, nothing."""
    try:
        return DATED.decode(raw)
    except (msgspec.DecodeError, RecursionError):
        return Dated()
