"""Who is who: an issue by the tracker's own id, which it keeps, and by every address that ever led to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select, tuple_, update

from connectors.contract import Facet
from rules.model import Ref
from service.store.merging import merge
from service.store.readings import Order, order
from service.store.tables import address, issue, reading
from service.store.upserts import chunks, insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

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
        self.fresh: dict[int, Ref] = {}
        self.merged: dict[int, int] = {}

    def enter(self, sightings: Iterable[Sighting]) -> None:
        """Makes every one of them known; afterwards ``of`` finds each."""
        met = list(sightings)
        self._load_addresses([one.ref.address for one in met])
        self._load_identities([(one.ref.site, one.vendor_id) for one in met if one.vendor_id])
        for one in met:
            self._place(one)

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
        place = tuple_(address.c.site, address.c.key)
        for some in chunks(asked):
            joined = _ISSUES.add_columns(address.c.key).join(address, address.c.issue_id == issue.c.id)
            for row in self._connection.execute(joined.where(place.in_(some))):
                self._by_address[row.site, row.key] = self._met(row)

    def _load_identities(self, wanted: Iterable[tuple[str, str]]) -> None:
        place = tuple_(issue.c.site, issue.c.vendor_id)
        for some in chunks(list(dict.fromkeys(key for key in wanted if key not in self._by_identity))):
            for row in self._connection.execute(_ISSUES.where(place.in_(some))):
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
            self._lead(one.ref, by_identity or self._make(one), new=True)
        elif by_identity is None and one.vendor_id and by_address.vendor_id and by_address.is_seen_by(one):
            self._lead(one.ref, self._make(one), new=False)  # the address belongs to another issue now
        elif by_identity is not None and by_identity is not by_address and not by_address.vendor_id:
            self._merge(by_address, by_identity)
        elif by_identity is not None and by_identity is not by_address and by_address.is_seen_by(one):
            self._lead(one.ref, by_identity, new=False)
        known = self._by_address[one.ref.address]
        if known.vendor_id in ("", one.vendor_id):
            self._improve(known, one)

    def _make(self, one: Sighting) -> _Known:
        values = {"site": one.ref.site, "vendor_id": one.vendor_id, "node_id": one.node_id, "ref": one.ref.text}
        made = self._connection.execute(insert(self._connection, issue).values(**values, gone="").returning(issue.c.id))
        known = _Known(made.scalar_one(), one.vendor_id, one.node_id, one.ref.text)
        self.fresh[known.id] = one.ref
        self._by_id[known.id] = known
        self._remember(one.ref.site, known)
        return known

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
        values = {"vendor_id": known.vendor_id, "node_id": known.node_id, "ref": known.ref}
        self._connection.execute(update(issue).where(issue.c.id == known.id).values(**values))

    def _merge(self, gone: _Known, into: _Known) -> None:
        merge(self._connection, gone.id, into.id)
        self.merged[gone.id] = into.id
        self.fresh.pop(gone.id, None)
        for key in [key for key, known in self._by_address.items() if known is gone]:
            self._by_address[key] = into


_CORE = (reading.c.issue_id == issue.c.id) & (reading.c.facet == Facet.CORE.value)
_ISSUES = select(
    *(issue.c.id, issue.c.site, issue.c.vendor_id, issue.c.node_id, issue.c.ref), reading.c.start, reading.c.finish
).select_from(issue.outerjoin(reading, _CORE))


def refs_of(connection: Connection, ids: Sequence[int]) -> dict[int, Ref]:
    """The present address of each row."""
    return dict(_refs(connection, ids))


def _refs(connection: Connection, ids: Sequence[int]) -> Iterator[tuple[int, Ref]]:
    for some in chunks(ids):
        for row in connection.execute(select(issue.c.id, issue.c.site, issue.c.ref).where(issue.c.id.in_(some))):
            yield row.id, Ref(row.site, row.ref)
