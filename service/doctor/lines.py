"""What the doctor says: a line for each thing that it looked at, and what makes lines."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


class Level(Enum):
    """How it stands with a thing."""

    OK = "ok"
    NOTE = "note"
    """It works; but something is missing, near its end, or could not be looked at."""
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at. ``fix`` is what to do: always where it is wrong, '' where it is well."""

    level: Level
    message: str
    fix: str = ""


def ok(message: str) -> Line:
    """It is well."""
    return Line(Level.OK, message)


def note(message: str, fix: str = "") -> Line:
    """It works, and somebody should know this."""
    return Line(Level.NOTE, message, fix)


def wrong(message: str, fix: str) -> Line:
    """It does not work as it is."""
    return Line(Level.WRONG, message, fix)


@dataclass(frozen=True, slots=True)
class Check:
    """Looks at one thing: ``kind`` as its file is called, ``about`` a site, a team, a program, or ''.

    ``look`` may raise whatever it raises: what it said before is kept.
    """

    kind: str
    about: str
    look: Callable[[], AsyncIterator[Line]]
