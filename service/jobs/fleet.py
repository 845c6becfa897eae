"""Which worker talks to which tracker: each takes a place, and a site is at home in one of those that are taken.

A tracker limits an account, and what a client knows of its limits, pauses and pace it knows in its own process. So all
lanes of a site that talk to its tracker are worked in one process at a time, as long as that lives. While two workers
see the places differently both may begin on a site: the lanes' leases keep them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from itertools import count
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.store.leases import Lease, Leases

EVERYWHERE: Final = ""
PLACE: Final = "worker "


@dataclass(slots=True)
class Fleet:
    """The places of all workers, as one of them sees it. Its methods ask the store; they raise ``SQLAlchemyError``."""

    leases: Leases
    _place: Lease | None = None

    def homes(self, sites: Iterable[str]) -> set[str]:
        """The sites that are at home in this process. Takes a place, or keeps the one that it has."""
        place = self._taken()
        places = self.leases.held(EVERYWHERE, PLACE) | {place.lane}
        return {site for site in sites if home_of(site, places) == place.lane}

    def leave(self) -> None:
        """Gives the place back, so that others take the sites over at once."""
        if self._place is not None:
            self.leases.give_back(self._place)
            self._place = None

    def _taken(self) -> Lease:
        """The own place; where that was lost, the first that is free."""
        names = (f"{PLACE}{number}" for number in count(1))
        if self._place is not None:
            self._place = self.leases.take(EVERYWHERE, self._place.lane)
        while self._place is None:
            self._place = self.leases.take(EVERYWHERE, next(names))
        return self._place


def home_of(site: str, places: Iterable[str]) -> str:
    """The place at which a site is at home: one that comes or goes takes along only what is its own. Pure.

    https://en.wikipedia.org/wiki/Rendezvous_hashing
    """
    return max(places, key=lambda place: sha256(f"{place} {site}".encode()).digest())
