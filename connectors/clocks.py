"""How far our clock is from a tracker's, by the ``Date`` of its answers."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx


class Clock:
    """Looks at each answer of a client that calls ``note``. ``now`` is our own time, in seconds since 1970.

    ``ahead`` are the seconds by which ours was ahead of the last answer's, to about a second; ``None`` before one told.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self.ahead: float | None = None

    async def note(self, response: httpx.Response) -> None:
        """Remembers what an answer tells: https://www.rfc-editor.org/rfc/rfc9110#name-date ."""
        try:
            told = parsedate_to_datetime(response.headers.get("date", ""))
        except ValueError:
            return
        self.ahead = self._now() - told.timestamp()
