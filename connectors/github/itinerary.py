"""Where a sweep has still to go, as it is kept between two pages: bounded by repositories, not by issues. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from connectors.github.sweep_answers import Ending
    from connectors.scanning import Sweep

VERSION: Final = 1
AT_ONCE: Final = 100
"""How many repositories one request asks for at most."""
A_FEW: Final = 10
"""How many issues are asked for where there are more than were counted: they were opened since."""


class Stop(msgspec.Struct, array_like=True):
    """A repository with issues to come: about so many, behind the cursor."""

    id: str
    name: str
    left: Annotated[int, msgspec.Meta(ge=1)]
    cursor: str = ""

    @property
    def owner(self) -> str:
        """Whose it is."""
        return self.name.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Take:
    """So many issues of a repository, to be asked for now."""

    stop: Stop
    count: int


class Itinerary(msgspec.Struct):
    """What is left of one sweep. ``owners`` have repositories to be listed, the first of them behind the cursor."""

    version: int
    wanted: str
    owners: list[str]
    cursor: str = ""
    stops: list[Stop] = []

    @property
    def over(self) -> bool:
        """Whether the sweep is through."""
        return not self.owners and not self.stops

    @property
    def container(self) -> str:
        """Whom the next request is about first."""
        return self.owners[0] if self.owners else self.stops[0].name

    @property
    def left(self) -> int | None:
        """About how many issues are still to come; nobody knows before everything is listed."""
        return None if self.owners else sum(stop.left for stop in self.stops)

    def text(self) -> str:
        """As it is kept."""
        return msgspec.json.encode(self).decode()

    def listed(self, ending: Ending | None) -> None:
        """The first owner's list was read up to there; ``None``: there is none to be seen."""
        if ending is not None and ending.has_next_page and ending.end_cursor:
            self.cursor = ending.end_cursor
        else:
            self.skip()

    def skip(self) -> None:
        """Whom the next request is about first is done with."""
        if self.owners:
            del self.owners[0]
            self.cursor = ""
        else:
            del self.stops[0]

    def takes(self, size: int, scope: Callable[[str], str]) -> list[Take]:
        """What the next request asks for: about ``size`` issues, of repositories that one way in leads to."""
        first, room, takes = scope(self.stops[0].owner), size, list[Take]()
        for stop in self.stops:
            if room == 0 or len(takes) == AT_ONCE:
                break
            if scope(stop.owner) == first:
                takes.append(Take(stop, min(stop.left, room)))
                room -= takes[-1].count
        return takes

    def read(self, stop: Stop, count: int, ending: Ending) -> None:
        """So many issues of a repository were read, up to there."""
        if ending.has_next_page and ending.end_cursor:
            stop.cursor, stop.left = ending.end_cursor, stop.left - count if stop.left > count else A_FEW
        else:
            self.leave([stop])

    def leave(self, stops: Iterable[Stop]) -> None:
        """Repositories are done with."""
        gone = {stop.id for stop in stops}
        self.stops = [stop for stop in self.stops if stop.id not in gone]


_DECODER: Final = msgspec.json.Decoder(Itinerary)


def kept(sweep: Sweep) -> Itinerary | None:
    """Where an interrupted sweep goes on; ``None`` where that is not told, or not in words of this version."""
    try:
        found = _DECODER.decode(sweep.resume)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
    return found if (found.version, found.wanted) == (VERSION, sweep.wanted.value) else None
