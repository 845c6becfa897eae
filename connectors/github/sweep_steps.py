"""One sweep under way: each step is one request, and becomes one page."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from connectors.contract import Denied
from connectors.github.looks import parts_of
from connectors.github.reach import out_of_reach
from connectors.github.refusals import TooMuchError
from connectors.github.sub_issues import read_labels
from connectors.github.sweep_pages import found_in, listed, looks_of, visits
from connectors.github.sweep_queries import LISTING, issues_query, selection
from connectors.scanning import Page, Wanted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from connectors.contract import Look
    from connectors.github.answers import Envelope
    from connectors.github.itinerary import Itinerary, Take
    from connectors.github.sweep_pages import Visit
    from connectors.github.sweeps import Sweeps
    from connectors.scanning import OutOfReach, Sweep

NO_ANSWER: Final = "GitHub gives no answer in time, not even for one at a time"
Step = tuple[list["Look"], list["OutOfReach"]]
"""What one request found, and what it found out of reach."""


class Steps:
    """Goes through an itinerary, which it shortens only by what a page says."""

    def __init__(self, sweeps: Sweeps, sweep: Sweep, itinerary: Itinerary) -> None:
        self._sweeps, self._sweep, self._itinerary = sweeps, sweep, itinerary
        self._selection = selection(sweep.wanted, sweep.since)

    async def next(self) -> Page:
        """The next page. What GitHub has no answer for, however little is asked, is left for the next sweep."""
        itinerary, portion, container = self._itinerary, self._sweeps.portion, self._itinerary.container
        try:
            looks, hidden = await (self._list() if itinerary.owners else self._read())
        except TooMuchError:
            if not portion.failed(container):
                raise
            itinerary.skip()
            looks, hidden = [], [out_of_reach(container, NO_ANSWER)]
        portion.went_well(container)
        return Page(looks=tuple(looks), resume=itinerary.text(), left=itinerary.left, out_of_reach=tuple(hidden))

    async def _list(self) -> Step:
        """A hundred repositories of an owner, with how many issues each has to read."""
        itinerary, login = self._itinerary, self._itinerary.owners[0]
        variables = {"login": login, "first": self._sweeps.portion.size, "after": itinerary.cursor or None}
        try:
            envelope = await self._sweeps.ask(login, LISTING, variables | self._selection.counted)
        except Denied as denied:
            itinerary.skip()
            return [], [out_of_reach(login, str(denied))]
        page = listed(envelope, login)
        for name, counted in page.told:
            self._sweeps.labels.learn(name, counted)
        itinerary.stops += page.stops
        itinerary.listed(page.ending)
        return [], list(page.hidden)

    async def _read(self) -> Step:
        """A hundred issues, of one repository or of several."""
        takes = self._itinerary.takes(self._sweeps.portion.size, self._sweeps.scope)
        query, variables = issues_query(takes)
        try:
            envelope = await self._sweeps.ask(takes[0].stop.owner, query, variables | self._selection.listed)
        except Denied as denied:
            return [], self._lose(takes, denied)
        visited = visits(envelope, takes)
        looks = await self._looks(envelope, visited, takes[0].stop.owner)
        return looks, self._leave_behind(visited)

    def _lose(self, takes: Sequence[Take], denied: Denied) -> list[OutOfReach]:
        """Whoever shares the way in that is closed now is out of reach."""
        scope = self._sweeps.scope(takes[0].stop.owner)
        lost = [stop for stop in self._itinerary.stops if self._sweeps.scope(stop.owner) == scope]
        self._itinerary.leave(lost)
        return [out_of_reach(owner, str(denied)) for owner in dict.fromkeys(stop.owner for stop in lost)]

    async def _looks(self, envelope: Envelope, visited: Sequence[Visit], owner: str) -> list[Look]:
        for visit in visited:
            if visit.place is not None:
                self._sweeps.labels.learn(visit.place.name_with_owner, visit.place)
        found = list(found_in(envelope, visited))
        unknown = [part for part in parts_of([node for _, node in found]) if not self._sweeps.labels.tell(part)]
        await read_labels(self._sweeps.reads, owner, unknown)
        # Texts take a while, and the loop has webhooks to answer.
        looks = await asyncio.to_thread(list, looks_of(envelope, found, self._sweeps.issues))
        return [look for look in looks if self._is_wanted(look)]

    def _is_wanted(self, look: Look) -> bool:
        """GitHub tells what was closed by when it was changed last; what was closed before that was only talked of."""
        sweep, facts = self._sweep, look.facts
        if sweep.wanted is not Wanted.CLOSED or sweep.since is None or facts is None or facts.issue.closed is None:
            return True
        return facts.issue.closed >= sweep.since

    def _leave_behind(self, visited: Sequence[Visit]) -> list[OutOfReach]:
        hidden = []
        for visit in visited:
            if visit.place is None:
                hidden.append(out_of_reach(visit.stop.name, visit.reason))
                self._itinerary.leave([visit.stop])
            else:
                visit.stop.name = visit.place.name_with_owner
                self._itinerary.read(visit.stop, len(visit.place.issues.nodes), visit.place.issues.page_info)
        return hidden
