"""How things are called on the pages of every tracker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class State:
    """``kind`` is open, doing, done or dropped: what its mark looks like. ``words`` say it."""

    kind: str
    words: str


def when(time: datetime) -> Markup:
    """A moment for people and for programs."""
    there = time.astimezone(UTC)
    told = f"{there.day} {there:%b %Y, %H:%M} UTC"
    return Markup('<time datetime="{}">{}</time>').format(f"{there:%Y-%m-%dT%H:%M:%SZ}", told)


def day(time: date) -> Markup:
    """A day."""
    return Markup('<time datetime="{}">{}</time>').format(f"{time:%Y-%m-%d}", f"{time.day} {time:%b %Y}")


def counted(number: int, one: str, many: str = "") -> str:
    """``1 comment``, ``2 comments``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
