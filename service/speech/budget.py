"""How many new comments a team gets on one day, and which of them come first (rulebook, section 6). Pure.

Days are UTC's, as those of verdicts are.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

DECIDE: Final = "decide"
"""The last part of an event's key where the day to decide by has come."""
PRESSING: Final = frozenset({"DT108", "DT305", "DT306"})
"""Rules whose news is worth less a day later: the fallback must begin, the blocker slipped, or it was dropped."""
RESERVE: Final = 5
"""One in so many of a day's comments is kept for what presses."""
AFTER_MIDNIGHT: Final = timedelta(minutes=15)
"""What waited for another day comes behind what that day itself brings: days to decide by begin at midnight."""


def presses(events: Iterable[str]) -> bool:
    """Whether one of some events is about a decision that cannot wait."""
    return any(event.partition(":")[0] in PRESSING or event.rpartition(":")[2] == DECIDE for event in events)


def allowance(budget: int, news: Iterable[str]) -> int:
    """How many comments there may be on a day before one of such news; all of the budget only for what presses."""
    return budget if presses(news) else budget - budget // RESERVE


def start_of_day(now: float) -> float:
    """Midnight, in seconds since 1970."""
    return _midnight(now).timestamp()


def next_chance(now: float) -> float:
    """When there is room again at the latest, in seconds since 1970."""
    return (_midnight(now) + timedelta(days=1) + AFTER_MIDNIGHT).timestamp()


def _midnight(now: float) -> datetime:
    return datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
