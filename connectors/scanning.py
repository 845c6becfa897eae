"""What a client offers for reading a whole site: sweeps that come page by page and go on where they were interrupted.

A page is a reading like any other: it holds looks at core and links. Who sweeps takes a tick before each page and
keeps ``Page.resume`` together with what the page said, so that a process that is killed repeats one page at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import datetime

    from connectors.contract import Look


class Wanted(Enum):
    """Which issues of a site a sweep reads."""

    OPEN = "open"
    """Every open issue, the oldest first, so that what is opened meanwhile comes at the end."""
    MOVED = "moved"
    """Open and closed ones that the tracker says were changed since a moment. It says so of few links."""
    CLOSED = "closed"
    """Issues that were closed since a moment, as far as the tracker can tell, the latest first: for records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A pass over a site. ``since`` is for MOVED and CLOSED; ``resume`` is the last page's, '' from the beginning."""

    wanted: Wanted
    since: datetime | None = None
    resume: str = ""


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A project or repository that cannot be read: why, and what to do about it, such as the permission to grant."""

    container: str
    reason: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One step of a sweep.

    ``resume`` continues after it. ``left`` is how many issues are still to come, as far as the tracker tells; ``None``
    if it does not. A page may be empty but for what is ``out_of_reach``.
    """

    looks: tuple[Look, ...]
    resume: str
    left: int | None = None
    out_of_reach: tuple[OutOfReach, ...] = ()


class Scanner(Protocol):
    """The part of a client that sweeps. A client of any tracker has it."""

    @property
    def requests(self) -> int:
        """How many requests were sent to read, since the client was made; those that were refused, too."""

    def scan(self, sweep: Sweep) -> AsyncIterator[Page]:
        """The pages of a sweep, until it is through. Each page is asked for when it is iterated to, never ahead.

        Raises ``Unavailable`` where the tracker cannot be asked now, or where asking would take more of its budget
        than scans may: ``retry_after`` tells until when. A sweep with the last page's ``resume`` then goes on. One
        container that cannot be read ends nothing: it is told as out of reach.
        """
