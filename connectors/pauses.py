"""Pauses that a site asked for: until one is over nobody asks, whichever lane it was that heard of it.

To go on asking makes limits longer, and may end in a ban:
https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.contract import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

LONGEST: Final = 3600.0
"""Seconds after which a site is tried again in any case: what limits there are begin anew each hour."""


class Pauses:
    """The pauses of one site, by what they are for. ``now`` is in seconds since 1970."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._until: dict[Hashable, tuple[float, str]] = {}

    def begin(self, what: Hashable, asked_for: Unavailable) -> None:
        """Nothing of the kind is asked before the moment that a refusal named, if it named one."""
        until = self._now() + min(LONGEST, asked_for.retry_after or 0.0)
        if until > max(self._now(), self._until.get(what, (0.0, ""))[0]):
            self._until[what] = until, str(asked_for)

    def check(self, what: Hashable) -> None:
        """Raises ``Unavailable``, until when, during a pause."""
        until, reason = self._until.get(what, (0.0, ""))
        if (wait := until - self._now()) > 0:
            raise Unavailable(reason, retry_after=wait)
