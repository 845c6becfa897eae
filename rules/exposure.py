"""Which tickets still lead to another team's work once some links are covered: reachability that follows coverage.

A place is a ticket seen from a waiting team. From it one goes along that team's own open links and into a ticket's
parts; a link to any other team's issue is an exit. A place is exposed while some way of uncovered links leads from it
to an exit.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rules.paths import Surroundings

EXIT = -1
NO_LINK = -1
"""The step from a ticket into its own part: no link, so nothing can cover it."""


@dataclass(slots=True)
class Step:
    """One step between places. ``to`` is ``EXIT`` where it leaves the waiting team."""

    start: int
    link: int
    to: int


class Exposure:
    """The places around some tickets, and which of them are exposed while links become covered or uncovered.

    Every exposed place remembers one step of a way out, its exit step; these steps form a forest. Covering a link
    cuts the branches that hang on it, and only those places look for another way.
    """

    def __init__(self, around: Surroundings, roots: Iterable[tuple[int, int]], covered: set[int]) -> None:
        self._covered = set(covered)
        self.place_of: dict[tuple[int, int], int] = {}
        self._out: list[list[Step]] = []
        self._into: defaultdict[int, list[Step]] = defaultdict(list)
        self._by_link: defaultdict[int, list[Step]] = defaultdict(list)
        self._explore(around, roots)
        self._way: list[Step | None] = [None] * len(self._out)
        self._hanging: defaultdict[int, set[int]] = defaultdict(set)
        self._attach(range(len(self._out)))

    def exposed(self, ticket: int, team: int) -> bool:
        """Whether a way of uncovered links leads from the ticket to work of another team than this."""
        return self._way[self.place_of[ticket, team]] is not None

    def covers(self, link: int) -> bool:
        """Whether a link is covered."""
        return link in self._covered

    def cover(self, link: int) -> list[tuple[int, int]]:
        """Covers a link; returns the places (ticket, team) that are exposed no more."""
        if link in self._covered:
            return []
        self._covered.add(link)
        cut = [step.start for step in self._by_link[link] if self._way[step.start] is step]
        loose = list(self._branch(cut))
        for place in loose:
            self._detach(place)
        self._attach(loose)
        places = self._places
        return [places[place] for place in loose if self._way[place] is None]

    def uncover(self, link: int) -> list[tuple[int, int]]:
        """Takes a link's cover away; returns the places (ticket, team) that became exposed by it."""
        self._covered.discard(link)
        starts = [step.start for step in self._by_link[link] if self._way[step.start] is None]
        return [self._places[place] for place in self._attach(starts)]

    def _explore(self, around: Surroundings, roots: Iterable[tuple[int, int]]) -> None:
        self._places: list[tuple[int, int]] = []
        for root in roots:
            self._place(root)
        seen = 0
        while seen < len(self._places):
            ticket, team = self._places[seen]
            for link, target in around.links(ticket):
                to = self._place((target, team)) if around.team[target] == team else EXIT
                self._step(Step(seen, link, to))
            for part in around.parts(ticket):
                self._step(Step(seen, NO_LINK, self._place((part, team))))
            seen += 1

    def _place(self, at: tuple[int, int]) -> int:
        place = self.place_of.setdefault(at, len(self._places))
        if place == len(self._places):
            self._places.append(at)
            self._out.append([])
        return place

    def _step(self, step: Step) -> None:
        self._out[step.start].append(step)
        if step.to != EXIT:
            self._into[step.to].append(step)
        self._by_link[step.link].append(step)

    def _attach(self, places: Iterable[int]) -> list[int]:
        """Gives a way out to each of the places that has one, and to whatever leads to them; returns which got one."""
        attached = []
        queue = list(places)
        while queue:
            place = queue.pop()
            if self._way[place] is not None:
                continue
            step = next((step for step in self._out[place] if self._leads_out(step)), None)
            if step is None:
                continue
            self._way[place] = step
            self._hanging[step.to].add(place)
            attached.append(place)
            queue.extend(into.start for into in self._into[place] if into.link not in self._covered)
        return attached

    def _leads_out(self, step: Step) -> bool:
        return step.link not in self._covered and (step.to == EXIT or self._way[step.to] is not None)

    def _branch(self, places: list[int]) -> Iterator[int]:
        """The places, and all whose way out leads over them."""
        queue = list(places)
        while queue:
            place = queue.pop()
            yield place
            queue.extend(self._hanging[place])

    def _detach(self, place: int) -> None:
        step = self._way[place]
        if step is not None:
            self._hanging[step.to].discard(place)
        self._way[place] = None
