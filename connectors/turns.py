"""How much was written on a site lately, and how long one more write has to wait: counted wherever Detour writes.

A process counts for itself, unless it is given a count that it shares with the others of its fleet.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence


class Limit(NamedTuple):
    """So many writes at most in so many seconds."""

    most: int
    seconds: float


class Turns(Protocol):
    """Counts the writes of one site, by the scope of who writes."""

    def take(self, scope: str, now: float, limits: Sequence[Limit]) -> float:
        """Counts one more write at a moment (seconds since 1970), or tells how long there may be none. May block."""


@dataclass(slots=True)
class OwnTurns:
    """The count of this process alone. Not for threads: a site's writes follow one another."""

    _taken: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, scope: str, now: float, limits: Sequence[Limit]) -> float:
        """Counts one more, or says how long it has to wait."""
        self._taken[scope], wait = taken(self._taken[scope], now, limits)
        return wait


@dataclass(slots=True)
class Counted:
    """Who counts. ``turns`` is another's where several processes share a count."""

    turns: Turns = field(default_factory=OwnTurns)


def taken(moments: Sequence[float], now: float, limits: Sequence[Limit]) -> tuple[list[float], float]:
    """The moments of writes that still matter, with one more unless it has to wait; and the seconds to wait. Pure."""
    longest = max(limit.seconds for limit in limits)
    known = sorted(moment for moment in moments if moment > now - longest)
    wait = max((_wait(known, now, limit) for limit in limits), default=0.0)
    return (known, wait) if wait > 0 else ([*known, now], 0.0)


def _wait(known: Sequence[float], now: float, limit: Limit) -> float:
    if len(known) < limit.most:
        return 0.0
    return max(0.0, known[-limit.most] + limit.seconds - now)
