"""How often one issue may be written to: 20 times in 2 seconds, 100 times in 30; only where that is switched on.

https://developer.atlassian.com/cloud/jira/platform/rate-limiting/ (per-issue write limits)
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

WINDOWS: Final = ((2.0, 20), (30.0, 100))


@dataclass(slots=True)
class Limits:
    """``on``: whether they are kept.

    ``page`` is the server's own most issues of one search, ``deepest`` how far into one it goes, if not to its end.
    """

    on: bool = False
    page: int = 1000
    deepest: int = 0
    _writes: defaultdict[int, deque[float]] = field(default_factory=lambda: defaultdict(lambda: deque(maxlen=100)))

    def wait(self, issue: int, now: datetime) -> float:
        """Notes a write; the seconds to wait where it is one too many."""
        if not self.on:
            return 0.0
        seconds, writes = now.timestamp(), self._writes[issue]
        for window, most in WINDOWS:
            recent = [one for one in writes if one > seconds - window]
            if len(recent) >= most:
                return max(1.0, recent[0] + window - seconds)
        writes.append(seconds)
        return 0.0
