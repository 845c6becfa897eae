"""What one page of a sweep becomes: readings, with what they alone do not tell asked for behind everything else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from connectors.scanning import Wanted
from service.pipeline.deeper import ITSELF, Met, ask_deeper
from service.pipeline.silence import keep_silent
from service.store.clock import A_CHANGE
from service.store.identities import Identities, Sighting
from service.store.readings import Reading
from service.store.statements import named
from service.store.sweeps import Count, known_before
from service.store.work import Lane, waiting

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Connection

    from connectors.contract import Look
    from connectors.scanning import Page
    from rules.model import Facts
    from service.pipeline.site import Site
    from service.store.memory import Remembered
    from service.store.sweeps import Before, Passage


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a sweep, with the tick before it was asked for and how many requests it took."""

    page: Page
    passage: Passage
    start: int
    requests: int

    def parts(self) -> Iterator[tuple[Leaf, bool]]:
        """What is remembered at once, and whether it is the last of the page, which brings all that is not issues."""
        looks = self.page.looks
        for start in range(0, max(1, len(looks)), A_CHANGE):
            some, is_last = looks[start : start + A_CHANGE], start + A_CHANGE >= len(looks)
            if is_last:
                yield replace(self, page=replace(self.page, looks=some)), True
            else:
                yield replace(self, page=replace(self.page, looks=some, out_of_reach=()), requests=0), False


def remember_page(connection: Connection, site: Site, leaf: Leaf, finish: int, now: float) -> tuple[Remembered, Count]:
    """Takes a page into the model, inside one transaction that changes it; what follows is the caller's to mark.

    A page may come from an index that lags: what it shows older than it is known is not taken in, and asked for again.
    """
    seen = [(look, look.facts) for look in leaf.page.looks if look.facts is not None]
    before = known_before(connection, site.name, [facts.issue.vendor_id for _, facts in seen])
    current = [(look, facts) for look, facts in seen if not _is_older(facts, before)]
    readings = [Reading(look, leaf.start, finish, () if look.comments == 0 else None) for look, _ in current]
    remembered = site.memory.remember(connection, readings)
    rows = _rows(connection, seen)
    met = [Met(look, facts, rows[look.ref.address], before.get(facts.issue.vendor_id)) for look, facts in current]
    news = [one.row for one in met if one.before is None]
    known = [one.row for one in met if one.before is not None]
    missed = set(known) & remembered.changed - waiting(connection, Lane.READ, known)
    missed |= set() if _is_first(leaf.passage) else set(news)
    if leaf.passage.wanted is Wanted.CLOSED:
        _only_for_records(connection, remembered, news)
    elif _is_first(leaf.passage):
        keep_silent(connection, news, now)
    ask_deeper(remembered, met, site)
    for look, facts in seen:
        if _is_older(facts, before):
            remembered.again[rows[look.ref.address]] = ITSELF
    page = leaf.page
    count = Count(len(seen), len(news), len(missed), leaf.requests, 0, page.left, page.out_of_reach)
    return remembered, count


def _is_first(passage: Passage) -> bool:
    """Whether no sweep of its kind came to its end on the site."""
    return passage.through is None and passage.wanted is not Wanted.MOVED


def _is_older(facts: Facts, before: Mapping[str, Before]) -> bool:
    known, moved = before.get(facts.issue.vendor_id), facts.issue.moved
    return known is not None and known.updated is not None and moved is not None and moved.timestamp() < known.updated


def _rows(connection: Connection, seen: Sequence[tuple[Look, Facts]]) -> dict[tuple[str, str], int]:
    identities = Identities(connection)
    identities.enter(Sighting(look.ref, facts.issue.vendor_id) for look, facts in seen)
    return {look.ref.address: identities.of(look.ref) for look, _ in seen}


def _only_for_records(connection: Connection, remembered: Remembered, news: Sequence[int]) -> None:
    """What ended long ago tells how a team does, and no more: nothing it names is read, unless others name it."""
    remembered.changed -= remembered.fresh.keys()
    remembered.asked -= remembered.fresh.keys()
    remembered.fresh.clear()
    remembered.again = {one: bits & ITSELF for one, bits in remembered.again.items() if bits & ITSELF}
    remembered.changed -= set(news) - named(connection, news)
