"""Where a sweep goes on: small JSON that a store keeps and hands back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final, Self

import msgspec

from connectors.decoding import decode

if TYPE_CHECKING:
    from connectors.scanning import Sweep

VERSION: Final = 1
Key = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z][A-Za-z0-9_]{0,254}\Z")]
"""A project's key, safe in JQL."""
Number = Annotated[int, msgspec.Meta(ge=0)]


class AmongNumbers(msgspec.Struct, frozen=True, omit_defaults=True, tag="numbers"):
    """Within a search of Cloud's that gives numbers of issues, page by page.

    ``numbers`` are still to be read, of a page behind which ``token`` leads on, unless it is the ``last``. A token
    leads on in the same query, word by word: ``asked`` is when that was asked first, in seconds since 1970, ``beyond``
    the time of the issue where it begins, and ``slack`` for how many minutes it holds. ``reached`` is the time of the
    latest issue that was read, to begin there where a token leads nowhere. ``left`` is about how many are to come.
    """

    numbers: list[Number] = []
    token: str = ""
    last: bool = False
    asked: float = 0.0
    beyond: float | None = None
    slack: int = 0
    reached: float | None = None
    left: int | None = None


class InWindow(msgspec.Struct, frozen=True, omit_defaults=True, tag="window"):
    """Within a search of Data Center's: the next page begins at ``start``, which overlaps with the one before.

    ``tail`` are the last issues of that, as ``window_search`` tells them apart, and ``reached`` is the time of the very
    last, in seconds since 1970. The search was asked to begin about the time ``beyond``, and began at ``begun``.
    """

    start: Number = 0
    tail: list[str] = []
    reached: float | None = None
    beyond: float | None = None
    begun: float | None = None


Cursor = AmongNumbers | InWindow


class Bookmark(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where a sweep stands: in a search of one group of projects, between two, or at its end.

    ``group`` are those that are being searched; ``done`` is the last one of all that were, and ``more`` tells whether
    there are any behind the group.
    """

    version: int
    wanted: str
    group: list[Key] = []
    done: str = ""
    more: bool = True
    cursor: Cursor | None = None

    @classmethod
    def read(cls, sweep: Sweep) -> Self:
        """The place that a sweep names; its beginning, where nobody understands that, or another version wrote it."""
        fresh = cls(VERSION, sweep.wanted.value)
        try:
            found = decode(sweep.resume.encode(), cls, strict=True)
        except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
            return fresh
        return found if (found.version, found.wanted) == (VERSION, sweep.wanted.value) else fresh

    @property
    def text(self) -> str:
        """As it is kept."""
        return msgspec.json.encode(self).decode()

    @property
    def is_end(self) -> bool:
        """Whether nothing is left to be swept."""
        return not self.group and not self.more
