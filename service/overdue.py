"""Ends what has waited too long: by one timer for all, for one for each costs as much as to queue it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

LOOKS: Final = 8
"""How often it is looked while one waits: it may wait an eighth longer than it should."""


class _Owed(NamedTuple):
    """Something that is to be done by then, in seconds of the loop's clock."""

    until: float
    done: asyncio.Future[None]


@dataclass(slots=True)
class Overdue:
    """Watches over futures of one loop that are done in the order in which they came, or a little out of it.

    ``end`` is called with each that waited too long, and has it done.
    """

    end: Callable[[asyncio.Future[None]], None]
    _owed: deque[_Owed] = field(default_factory=deque)
    _timer: asyncio.TimerHandle | None = None

    def watch(self, one: asyncio.Future[None], seconds: float) -> None:
        """From now on, for so long."""
        loop = one.get_loop()
        self._owed.append(_Owed(loop.time() + seconds, one))
        if self._timer is None:
            self._timer = loop.call_later(seconds / LOOKS, self._look, loop, seconds)

    def _look(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        while self._owed and (self._owed[0].done.done() or self._owed[0].until <= loop.time()):
            one = self._owed.popleft().done
            if not one.done():
                self.end(one)
        self._timer = loop.call_later(seconds / LOOKS, self._look, loop, seconds) if self._owed else None
