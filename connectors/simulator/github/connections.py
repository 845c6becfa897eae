"""GraphQL connections: a page of a list, with cursors and GitHub's limits.

A cursor says behind which thing it stands by what the list is ordered by, so that a list from whose beginning things
go away meanwhile is still read without a gap. https://docs.github.com/en/graphql/guides/using-pagination-in-the-graphql-api
"""

from __future__ import annotations

import base64
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from graphql import GraphQLError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LARGEST: Final = 100
Mark = tuple[int | str, int]
"""Where a thing stands in its list: by what it is ordered by, and among equals by its id."""
_MARK: Final[msgspec.json.Decoder[Mark]] = msgspec.json.Decoder(Mark)


@dataclass(frozen=True, slots=True)
class Ordered:
    """A list and the marks of its things, both in its order. ``downwards``: the greatest mark is first."""

    things: Sequence[object]
    marks: Sequence[Mark]
    downwards: bool = False

    @classmethod
    def counted(cls, things: Sequence[object]) -> Ordered:
        """A list whose things are known by their places only."""
        return cls(things, [(at, 0) for at in range(len(things))])

    def before(self, mark: Mark) -> int:
        """How many things stand before a mark."""
        return self._place(mark, bisect_right if self.downwards else bisect_left)

    def until(self, mark: Mark) -> int:
        """How many things there are up to a mark, its own included."""
        return self._place(mark, bisect_left if self.downwards else bisect_right)

    def _place(self, mark: Mark, search: Callable[[Sequence[Mark], Mark], int]) -> int:
        upwards = self.marks[::-1] if self.downwards else self.marks
        found = search(upwards, mark)
        return len(upwards) - found if self.downwards else found


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list's things, and how many are before and in all."""

    of: Ordered
    before: int
    after: int

    @property
    def things(self) -> Sequence[object]:
        """What is on the page."""
        return self.of.things[self.before : self.after]

    def cursor(self, at: int) -> str:
        """The cursor of one of the things."""
        return _cursor_of(self.of.marks[self.before + at])


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Which page is asked for."""

    first: int | None = None
    last: int | None = None
    after: str | None = None
    before: str | None = None


def page_of(listed: Ordered, name: str, bounds: Bounds) -> Page:
    """The page that was asked for. Raises GitHub's error for none, or one of more than a hundred."""
    _check(name, bounds.first, bounds.last)
    start = listed.until(_mark_of(bounds.after)) if bounds.after else 0
    stop = listed.before(_mark_of(bounds.before)) if bounds.before else len(listed.things)
    if bounds.first is not None:
        stop = min(stop, start + bounds.first)
    elif bounds.last is not None:
        start = max(start, stop - bounds.last)
    return Page(listed, start, max(start, stop))


def _cursor_of(mark: Mark) -> str:
    """An opaque text, as GitHub's are."""
    return base64.b64encode(b"cursor:v2:" + msgspec.json.encode(mark)).decode()


def _mark_of(cursor: str) -> Mark:
    try:
        return _MARK.decode(base64.b64decode(cursor, validate=True).removeprefix(b"cursor:v2:"))
    except ValueError:
        raise GraphQLError(
            f"`{cursor}` does not appear to be a valid cursor.", extensions={"type": "INVALID_CURSOR_ARGUMENTS"}
        ) from None


def _check(name: str, first: int | None, last: int | None) -> None:
    size = first if first is not None else last
    if size is None:
        raise GraphQLError(
            f"You must provide a `first` or `last` value to properly paginate the `{name}` connection.",
            extensions={"type": "MISSING_PAGINATION_BOUNDARIES"},
        )
    if not 0 <= size <= LARGEST:
        raise GraphQLError(
            f"Requesting {size} records on the `{name}` connection exceeds the `first` limit of {LARGEST} records.",
            extensions={"type": "EXCESSIVE_PAGINATION"},
        )
