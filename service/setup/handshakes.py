"""Apps that are being made at a GitHub: each is known again by a word that GitHub brings back, once, within an hour."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from connectors.github.manifest import AppWish

SECONDS: Final = 3600.0
MOST: Final = 100


@dataclass(slots=True)
class Handshakes:
    """All that are under way. ``now`` is in seconds. Any thread may call it."""

    now: Callable[[], float] = time.monotonic
    _wishes: dict[str, tuple[AppWish, float]] = field(default_factory=dict)

    def begin(self, wish: AppWish) -> str:
        """The word for a new one; the oldest are forgotten."""
        for state in list(self._wishes)[: -(MOST - 1) or None] if len(self._wishes) >= MOST else ():
            self._wishes.pop(state, None)
        state = secrets.token_urlsafe(24)
        self._wishes[state] = wish, self.now() + SECONDS
        return state

    def known(self, state: str) -> AppWish | None:
        """What was wished for, while that is under way."""
        wish, until = self._wishes.get(state, (None, 0.0))
        return wish if self.now() < until else None

    def ended(self, state: str) -> AppWish | None:
        """The same, and it is known no longer."""
        wish = self.known(state)
        self._wishes.pop(state, None)
        return wish
