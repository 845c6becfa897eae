"""Finds out who is meant where issues were read one by one: by identity where a tracker told it, else by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.heard import Heard
from rules.register import Entry, Register
from rules.sayings import MOST_ENDS, Sayings, ends_of
from rules.statements import Waiver

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rules.model import Facts, Issue, Ref
    from rules.statements import Statement


def resolved(facts: Iterable[Facts]) -> Heard:
    """Who there is and what is said, of what the issues say themselves.

    An issue that was read twice counts as it was last changed; of equally old readings the later one counts.
    """
    resolution = _Resolution()
    for said in facts:
        resolution.read(said)
    told = [(entry, entry.facts) for entry in resolution.entries if entry.facts is not None]
    for _, said in told:
        for glimpse in said.glimpses:
            resolution.entries[resolution.place(glimpse.ref, glimpse.vendor_id)].is_told(glimpse, said.issue)
    return resolution.heard([one for _, said in told for one in said.statements])


class _Resolution:
    """Entries as they are met, and what leads to them."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._by_identity: dict[tuple[str, str], int] = {}
        self._by_address: dict[tuple[str, str], int] = {}

    def place(self, ref: Ref, vendor_id: str) -> int:
        """By identity, which outlives a move; the address then leads there too."""
        row = self._by_identity.get((ref.site, vendor_id)) if vendor_id else None
        if row is None:
            row = self._by_address.get(ref.address)
        if row is None:
            row = len(self.entries)
            self.entries.append(Entry(ref))
            if vendor_id:
                self._by_identity[ref.site, vendor_id] = row
        self._by_address.setdefault(ref.address, row)
        return row

    def read(self, said: Facts) -> None:
        issue = said.issue
        entry = self.entries[self.place(issue.ref, issue.vendor_id)]
        if entry.issue is None or not _older(issue, entry.issue):
            entry.facts, entry.ref = said, issue.ref

    def heard(self, statements: list[Statement]) -> Heard:
        """Everything, with what is said. Each statement is its own template."""
        naming = _Naming(self._by_address, len(self.entries))
        ends = [naming.number(end) for one in statements for end in ends_of(one)]
        where = [NOBODY if isinstance(one, Waiver) else naming.number(one.said.where) for one in statements]
        sayings = Sayings(
            templates=statements,
            template=np.arange(len(statements), dtype=np.int32),
            ends=np.array(ends, dtype=np.int32).reshape(-1, MOST_ENDS),
            where=np.array(where, dtype=np.int32),
        )
        return Heard(Register(self.entries, self._by_address), naming.named, sayings)


class _Naming:
    """Numbers addresses; those that nobody knows yet come behind the entries."""

    def __init__(self, by_address: dict[tuple[str, str], int], first: int) -> None:
        self.named: list[Ref] = []
        self._by_address, self._first = by_address, first
        self._numbers: dict[tuple[str, str], int] = {}

    def number(self, ref: Ref | None) -> int:
        if ref is None:
            return NOBODY
        address = ref.address
        known = self._by_address.get(address)
        if known is None:
            known = self._numbers.setdefault(address, self._first + len(self.named))
            if known == self._first + len(self.named):
                self.named.append(ref)
        return known


def _older(issue: Issue, than: Issue) -> bool:
    return issue.moved is not None and than.moved is not None and issue.moved < than.moved
