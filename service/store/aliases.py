"""Rows that turned out to be another issue, so that what was told of the one counts as told of the other.

Events name issues by their rows, and are kept in many places, also in the memory of who is just speaking. So they are
not renamed where they lie: whoever reads events reads them by the rows that their issues have by now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select, update

from service.store.lists import one_of, rows_of
from service.store.tables import alias as table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import Connection

    from service.speech.remarks import Remark

Events = frozenset[str]
_ROW: Final = re.compile(r"(?<![^:])[0-9]{1,18}(?![^:])")
"""A row in an event: a part of it that has nothing but digits."""


@dataclass(frozen=True, slots=True)
class Aliases:
    """What some rows are by now; most are what they were."""

    into: Mapping[int, int]

    def row(self, one: int) -> int:
        """The row of an issue."""
        return self.into.get(one, one)

    def events(self, events: Events) -> Events:
        """The same events, by the rows of now."""
        return frozenset(_ROW.sub(self._renamed, event) for event in events) if self.into else events

    def remark(self, remark: Remark) -> Remark:
        """The same remark, with such events."""
        return remark.renamed(self.events) if self.into else remark

    def _renamed(self, found: re.Match[str]) -> str:
        return str(self.row(int(found[0])))


def add_alias(connection: Connection, gone: int, into: int) -> None:
    """Keeps that the row ``gone``, and whatever it stood for, is the row ``into``."""
    connection.execute(update(table).where(table.c.issue_id == gone).values(issue_id=into))
    connection.execute(insert(table).values(gone=gone, issue_id=into))


_OF_GONE = select(table).where(one_of(table.c.gone, "some"))


def aliases_in(connection: Connection, several: Iterable[Events], rows: Iterable[int] = ()) -> Aliases:
    """What the rows in some events are by now, and some others."""
    named = {*rows, *(row for events in several for row in _rows_in(events))}
    return Aliases({alias.gone: alias.issue_id for alias in rows_of(connection, _OF_GONE, sorted(named))})


def _rows_in(events: Events) -> Iterator[int]:
    return (int(found) for event in events for found in _ROW.findall(event))
