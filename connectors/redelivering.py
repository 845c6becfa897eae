"""What a client offers where a tracker never sends a webhook again by itself that did not arrive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A webhook that did not arrive, at its last attempt.

    ``vendor_id`` is the delivery's, as it would have come with it. ``handle`` asks for it again: the client's matter.
    ``unswept``: what it told is found by no sweep that reads what has moved.
    """

    vendor_id: str
    event: str
    at: datetime
    handle: str
    unswept: bool = False


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found. ``whole`` unless there was more to be looked through than a search may."""

    failed: tuple[Undelivered, ...]
    whole: bool = True


class Redeliverer(Protocol):
    """Finds the webhooks that did not arrive, and has them sent again.

    Both methods raise ``Unavailable`` where the tracker cannot be asked now, and ``Denied`` where it may never be.
    """

    @property
    def senders(self) -> tuple[str, ...]:
        """Whose webhooks come here, by names for people: organisations, or an App."""

    async def search(self, sender: str, since: datetime) -> Searched:
        """What a sender sent since a moment and what did not arrive at any attempt, the latest first."""

    async def ask_again(self, sender: str, handle: str) -> None:
        """Has the tracker send one again, under its old id. Never asks a second time by itself."""

    async def close(self) -> None:
        """Closes the connections."""
