"""Who is who: an issue by the tracker's own id, which it keeps, and by every address that ever led to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from connectors.contract import Facet
from rules.model import Ref
from service.store.lists import one_of, rows_of
from service.store.merging import merge
from service.store.readings import Order, order
from service.store.tables import IDENTIFIED, address, issue, reading
from service.store.upserts import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Sighting:
    """An issue as somebody met it. ``read``: the ticks of a look at itself, which tells where it was then."""

    ref: Ref
    vendor_id: str = ""
    node_id: str = ""
    read: tuple[int, int] | None = None


@dataclass(slots=True)
class _Known:
    """A row of the table as it is now. ``seen``: the ticks of the newest look at it."""

    id: int
    vendor_id: str
    node_id: str
    ref: str
    seen: tuple[int, int] = (0, 0)

    def is_seen_by(self, one: Sighting) -> bool:
        """Whether a sighting is a look, and none that was made since tells of it: addresses never go back."""
        return one.read is not None and order(*one.read, *self.seen) is Order.NEWER


class Identities:
    """Finds and makes the rows of issues, inside one transaction that changes the model.

    ``fresh`` holds the rows that it made. ``merged`` maps rows that turned out to be another issue to that one.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._by_address: dict[tuple[str, str], _Known] = {}
        self._by_identity: dict[tuple[str, str], _Known] = {}
        self._by_id: dict[int, _Known] = {}
        self._asked: set[tuple[str, str]] = set()
        self._elsewhere: set[int] = set()
        self._improved: dict[int, _Known] = {}
        self.fresh: dict[int, Ref] = {}
        self.merged: dict[int, int] = {}

    def enter(self, sightings: Iterable[Sighting]) -> None:
        """Makes every one of them known; afterwards ``of`` finds each."""
        met = list(sightings)
        self._load_addresses([one.ref.address for one in met])
        self._load_identities([(one.ref.site, one.vendor_id) for one in met if one.vendor_id])
        self._make(plain_news(met, self._by_address.keys(), self._by_identity.keys()))
        for one in met:
            self._place(one)
        self._write_improved()

    def of(self, ref: Ref) -> int:
        """The row of an address that was entered."""
        return self.now(self._by_address[ref.address].id)

    def now(self, row: int) -> int:
        """The row that one turned out to be; most are what they were."""
        while row in self.merged:
            row = self.merged[row]
        return row

    def changed(self) -> set[int]:
        """The rows that others turned out to be, or that are elsewhere now: who names them may be judged otherwise."""
        return {self.now(row) for row in self.merged.keys() | self._elsewhere}

    def move(self, old: Ref, new: Ref) -> None:
        """Whatever was known of the old address is of the new one's issue from now on; both were entered."""
        here, there = self._by_address[old.address], self._by_address[new.address]
        if self.of(old) != self.of(new):
            self._merge(here, there)

    def _load_addresses(self, wanted: Iterable[tuple[str, str]]) -> None:
        asked = list(dict.fromkeys(key for key in wanted if key not in self._asked))
        self._asked.update(asked)
        for place in _by_site(asked):
            for row in self._connection.execute(_AT_ADDRESSES, place):
                self._by_address[row.site, row.key] = self._met(row)

    def _load_identities(self, wanted: Iterable[tuple[str, str]]) -> None:
        for place in _by_site(dict.fromkeys(key for key in wanted if key not in self._by_identity)):
            for row in self._connection.execute(_OF_IDENTITIES, place):
                self._met(row)

    def _met(self, row: Any) -> _Known:  # noqa: ANN401  # a row of the table
        seen = (row.start or 0, row.finish or 0)
        known = self._by_id.setdefault(row.id, _Known(row.id, row.vendor_id, row.node_id, row.ref, seen))
        self._remember(row.site, known)
        return known

    def _remember(self, site: str, known: _Known) -> None:
        if known.vendor_id:
            self._by_identity[site, known.vendor_id] = known

    def _place(self, one: Sighting) -> None:
        by_address = self._by_address.get(one.ref.address)
        by_identity = self._by_identity.get((one.ref.site, one.vendor_id)) if one.vendor_id else None
        if by_address is None:
            self._lead(one.ref, by_identity or self._make_one(one), new=True)
        elif by_identity is None and one.vendor_id and by_address.vendor_id and by_address.is_seen_by(one):
            self._lead(one.ref, self._make_one(one), new=False)  # the address belongs to another issue now
        elif by_identity is not None and by_identity is not by_address and not by_address.vendor_id:
            self._merge(by_address, by_identity)
        elif by_identity is not None and by_identity is not by_address and by_address.is_seen_by(one):
            self._lead(one.ref, by_identity, new=False)
        known = self._by_address[one.ref.address]
        if known.vendor_id in ("", one.vendor_id):
            self._improve(known, one)

    def _make(self, news: Sequence[Sighting]) -> None:
        """Makes the rows of issues, with their addresses."""
        rows = self._made(news)
        leads = [dict(zip(("site", "key"), one.ref.address, strict=True)) for one in news]
        if rows:
            values = [lead | {"issue_id": known.id} for lead, known in zip(leads, rows, strict=True)]
            self._connection.execute(insert(self._connection, address), values)
        self._by_address |= {one.ref.address: known for one, known in zip(news, rows, strict=True)}

    def _make_one(self, one: Sighting) -> _Known:
        """Makes a row that its address does not lead to yet."""
        [known] = self._made([one])
        return known

    def _made(self, news: Sequence[Sighting]) -> list[_Known]:
        if not news:
            return []
        self._write_improved()
        values = [
            {"site": one.ref.site, "vendor_id": one.vendor_id, "node_id": one.node_id, "ref": one.ref.text, "gone": ""}
            for one in news
        ]
        making = insert(self._connection, issue).returning(issue.c.id, issue.c.site, issue.c.ref)
        numbers = {(row.site, row.ref): row.id for row in self._connection.execute(making, values)}  # in any order
        made = [_Known(numbers[one.ref.site, one.ref.text], one.vendor_id, one.node_id, one.ref.text) for one in news]
        for known, one in zip(made, news, strict=True):
            self.fresh[known.id] = one.ref
            self._by_id[known.id] = known
            self._remember(one.ref.site, known)
        return made

    def _lead(self, ref: Ref, known: _Known, *, new: bool) -> None:
        """Makes an address lead to an issue."""
        site, key = ref.address
        if new:
            self._connection.execute(insert(self._connection, address).values(site=site, key=key, issue_id=known.id))
        else:
            here = (address.c.site == site) & (address.c.key == key)
            self._connection.execute(update(address).where(here).values(issue_id=known.id))
        self._by_address[ref.address] = known

    def _improve(self, known: _Known, one: Sighting) -> None:
        """Takes over what the sighting knows better."""
        better = _Known(
            known.id,
            known.vendor_id or one.vendor_id,
            one.node_id or known.node_id,
            one.ref.text if known.is_seen_by(one) else known.ref,
            known.seen,
        )
        if better == known:
            return
        self._elsewhere |= {known.id} if known.ref != better.ref else set()
        known.vendor_id, known.node_id, known.ref = better.vendor_id, better.node_id, better.ref
        self._remember(one.ref.site, known)
        self._improved[known.id] = known

    def _write_improved(self) -> None:
        if not self._improved:
            return
        names = ("vendor_id", "node_id", "ref")
        better = (
            update(issue).where(issue.c.id == bindparam("row")).values({one: bindparam(f"new_{one}") for one in names})
        )
        rows = [
            {"row": known.id} | {f"new_{one}": getattr(known, one) for one in names}
            for known in self._improved.values()
        ]
        self._connection.execute(better, rows)
        self._improved.clear()

    def _merge(self, gone: _Known, into: _Known) -> None:
        self._write_improved()
        merge(self._connection, gone.id, into.id)
        self.merged[gone.id] = into.id
        self.fresh.pop(gone.id, None)
        for key in [key for key, known in self._by_address.items() if known is gone]:
            self._by_address[key] = into


def plain_news(
    met: Iterable[Sighting], addresses: Collection[tuple[str, str]], identities: Collection[tuple[str, str]]
) -> list[Sighting]:
    """Of sightings those of issues that nobody knows, in which nothing is contradicted; one an issue. Pure.

    Where two addresses claim one identity, or one address several, the order of sightings decides, one after the other.
    """
    places: defaultdict[tuple[str, str], list[Sighting]] = defaultdict(list)
    claimed: defaultdict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for one in met:
        places[one.ref.address].append(one)
        if one.vendor_id:
            claimed[one.ref.site, one.vendor_id].add(one.ref.address)
    found = []
    for place, here in places.items():
        ids = {(one.ref.site, one.vendor_id) for one in here if one.vendor_id}
        sole = len(ids) <= 1 and all(len(claimed[one]) == 1 and one not in identities for one in ids)
        sole = sole and not any(one.node_id and not one.vendor_id for one in here)
        if place not in addresses and sole:
            found.append(max(here, key=lambda one: (one.read is not None, bool(one.vendor_id))))
    return found


_CORE = (reading.c.issue_id == issue.c.id) & (reading.c.facet == Facet.CORE.value)
_ISSUES = select(
    *(issue.c.id, issue.c.site, issue.c.vendor_id, issue.c.node_id, issue.c.ref), reading.c.start, reading.c.finish
).select_from(issue.outerjoin(reading, _CORE))

# Made once: to make one takes as long as to ask it.
_AT_ADDRESSES = (
    _ISSUES.add_columns(address.c.key)
    .join(address, address.c.issue_id == issue.c.id)
    .where(address.c.site == bindparam("site"), one_of(address.c.key, "some"))
)
_OF_IDENTITIES = _ISSUES.where(IDENTIFIED, issue.c.site == bindparam("site"), one_of(issue.c.vendor_id, "some"))
_REFS = select(issue.c.id, issue.c.site, issue.c.ref).where(one_of(issue.c.id, "some"))


def _by_site(keys: Iterable[tuple[str, str]]) -> Iterator[dict[str, object]]:
    """What statements about the addresses or identities of one site ask for, as many at a time as one takes."""
    sites: defaultdict[str, list[str]] = defaultdict(list)
    for site, key in keys:
        sites[site].append(key)
    for site, found in sites.items():
        for some in chunks(found):
            yield {"site": site, "some": some}


def refs_of(connection: Connection, ids: Sequence[int]) -> dict[int, Ref]:
    """The present address of each row."""
    return {row.id: Ref(row.site, row.ref) for row in rows_of(connection, _REFS, ids)}
