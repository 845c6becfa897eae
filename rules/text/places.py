"""Where a keyword stands, and what a reader makes of the words after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.values import value

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from rules.text.mentions import Listed
    from rules.text.sayings import Saying

REASON_LENGTH = 200
_DIVIDERS = frozenset(";,.(")


@value(frozen=True, slots=True)
class Place:
    """Where a keyword stands. ``start`` is the keyword's, ``end`` is after its colon; ``phrase`` is how to spell it."""

    text: str
    line: str
    phrase: str
    start: int
    end: int
    colon: bool
    negated: bool
    keywords: re.Pattern[str]


@value(frozen=True, slots=True)
class Draft:
    """A statement over a list that the lines below may go on with.

    ``below``: nothing followed the keyword, so that its refs are the bullets under it.
    """

    build: Callable[[tuple[Listed, ...]], tuple[Saying, ...]]
    entries: tuple[Listed, ...]
    below: bool = False


@value(frozen=True, slots=True)
class Statement:
    """What a reader understood. ``resume`` is where the next keyword may stand."""

    resume: int
    sayings: tuple[Saying, ...] = ()
    draft: Draft | None = None


def reason_at(place: Place, position: int) -> str:
    """The free words from ``position`` to the line's end, or to where the next statement begins after punctuation."""
    words = place.text[position : position + REASON_LENGTH]
    for match in place.keywords.finditer(words):
        before = words[: match.start()].rstrip(" *_")
        if before[-1:] in _DIVIDERS:
            words = before
            break
    if "(" not in words:
        words = words.partition(")")[0]
    return words.lstrip(" \t*_,;:(.!\u2013-").rstrip(" \t*_,;:(")
