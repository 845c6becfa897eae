"""What Detour would say on each issue, ready to be stored: the body as text, what it announces, and its digest."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a remark comes along, which decides when it may begin a comment."""

    SPOKEN = "spoken"
    """A finding speaks."""
    QUIET = "quiet"
    """Near misses alone, all folded away."""
    FOLDED = "folded"
    """Nothing speaks any more: the one line to which a comment folds."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What should stand on one issue now.

    ``events`` are the keys of the findings that may cause a *new* comment. ``digest`` is of what is said, without its
    wording. ``body`` has no marker yet.
    """

    tone: Tone
    events: frozenset[str]
    digest: str
    body: str
