"""GraphQL connections: a page of a list, with cursors and GitHub's limits.

https://docs.github.com/en/graphql/guides/using-pagination-in-the-graphql-api
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from graphql import GraphQLError

if TYPE_CHECKING:
    from collections.abc import Sequence

LARGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list's things, and how many are before and in all."""

    things: Sequence[object]
    before: int
    of: int

    def cursor(self, at: int) -> str:
        """The cursor of one of the things."""
        return cursor_of(self.before + at + 1)


def page_of(
    things: Sequence[object], name: str, first: int | None, last: int | None, after: str | None, before: str | None
) -> Page:
    """The page that was asked for. Raises GitHub's error for none, or one of more than a hundred."""
    _check(name, first, last)
    start = position_of(after) if after else 0
    stop = position_of(before) - 1 if before else len(things)
    if first is not None:
        stop = min(stop, start + first)
    elif last is not None:
        start = max(start, stop - last)
    return Page(things[start:stop], start, len(things))


def cursor_of(position: int) -> str:
    """An opaque text, as GitHub's are."""
    return base64.b64encode(b"cursor:v2:%d" % position).decode()


def position_of(cursor: str) -> int:
    """How many things are up to the cursor, its own included."""
    try:
        return int(base64.b64decode(cursor, validate=True).removeprefix(b"cursor:v2:"))
    except (binascii.Error, ValueError):
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
