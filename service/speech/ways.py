"""The ways that prove a finding: from a fallback to where it leans, and around a ring."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

from service.speech.document import Words, line
from service.speech.visibility import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.views import IssueView, LinkView
    from service.speech.document import Line
    from service.speech.visibility import Sight

LONGEST = 7
"""How many stations of a way are named; of a longer one the middle is left out."""


def stations_of(ticket: IssueView, links: Iterable[LinkView]) -> list[IssueView]:
    """The issues on a way of links; a step into a part of an issue is no link of its own."""
    stations = [ticket]
    for link in links:
        stations += [end for end in (link.blocked, link.blocker) if end.row != stations[-1].row]
    return stations


def way_around(first: IssueView, links: Iterable[LinkView]) -> list[IssueView]:
    """The shortest way from an issue of a ring back to itself."""
    onward: defaultdict[int, list[LinkView]] = defaultdict(list)
    for link in links:
        onward[link.blocked.row].append(link)
    came: dict[int, LinkView] = {}
    ahead = deque([first.row])
    while ahead and first.row not in came:
        for link in onward[ahead.popleft()]:
            if link.blocker.row not in came:
                came[link.blocker.row] = link
                ahead.append(link.blocker.row)
    stations = [first]
    while first.row in came and (len(stations) == 1 or stations[-1].row != first.row):
        stations.append(came[stations[-1].row].blocked)
    return stations[::-1]


def route(stations: list[IssueView], sight: Sight) -> Line:
    """A way in words, station by station. Several in a row that may not be named are one."""
    named = [sight.ref(station) for station in stations]
    kept = [one for place, one in enumerate(named) if one != HIDDEN or place == 0 or named[place - 1] != HIDDEN]
    if len(kept) > LONGEST:
        kept = [*kept[: LONGEST - 2], Words("…"), kept[-1]]
    return line(kept[0], *(piece for one in kept[1:] for piece in line(" → ", one)))
