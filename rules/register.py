"""Who there is: every issue that was read, glimpsed or only named, once, however it was addressed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.model import VENDOR_SITE, Facts, Glimpse, Issue, Ref, State

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(slots=True)
class Entry:
    """One issue, as far as it is known.

    ``issue`` is there if it was read, ``glimpse`` if another issue, the ``teller``, tells of it.
    """

    ref: Ref
    issue: Issue | None = None
    glimpse: Glimpse | None = None
    teller: Issue | None = None

    @property
    def state(self) -> State:
        """Read, else told by a link, else unknown; outside suppliers have no state."""
        if self.issue is not None:
            return self.issue.state
        if self.glimpse is not None and self.glimpse.state is not None:
            return self.glimpse.state
        return State.SUPPLIER if self.ref.site == VENDOR_SITE else State.UNKNOWN

    @property
    def title(self) -> str:
        """Untrusted text, or ''."""
        known = self.issue or self.glimpse
        return known.title if known is not None else ""

    @property
    def url(self) -> str:
        """Where a browser finds it, or ''."""
        known = self.issue or self.glimpse
        return known.url if known is not None else ""


class Register:
    """The entries, found by identity where a tracker told it and else by address.

    An issue that was read twice counts as it was last changed; of equally old readings the later one counts. What
    several issues tell of another one counts as the last changed of them tells it, for it was read last, as far as
    anyone knows; of equally old ones the last by address.
    """

    def __init__(self, facts: Iterable[Facts]) -> None:
        self.entries: list[Entry] = []
        self.facts: dict[int, Facts] = {}
        self._by_identity: dict[tuple[str, str], int] = {}
        self._by_address: dict[tuple[str, str], int] = {}
        self._containers: set[tuple[str, str]] = set()
        for said in facts:
            self._read(said)
        for said in self.facts.values():
            for glimpse in said.glimpses:
                self._glimpse(glimpse, said.issue)

    def row(self, ref: Ref) -> int:
        """The row of an address; one that nobody knows yet gets an entry of its own."""
        row = self._by_address.get(ref.address)
        return self._enter(ref) if row is None else row

    def find(self, ref: Ref) -> int | None:
        """The row of an address, if there is one."""
        return self._by_address.get(ref.address)

    def has_container(self, ref: Ref) -> bool:
        """Whether any issue of the ref's project was read, or named by a tracker itself."""
        return (ref.site, ref.container.casefold()) in self._containers

    def _enter(self, ref: Ref, vendor_id: str = "") -> int:
        row = len(self.entries)
        self.entries.append(Entry(ref))
        self._by_address[ref.address] = row
        if vendor_id:
            self._by_identity[ref.site, vendor_id] = row
        return row

    def _place(self, ref: Ref, vendor_id: str) -> int:
        """By identity, which outlives a move; the address then leads there too."""
        row = self._by_identity.get((ref.site, vendor_id)) if vendor_id else None
        if row is None:
            row = self._by_address.get(ref.address)
        if row is None:
            row = self._enter(ref, vendor_id)
        self._by_address.setdefault(ref.address, row)
        self._containers.add((ref.site, ref.container.casefold()))
        return row

    def _read(self, said: Facts) -> None:
        issue = said.issue
        row = self._place(issue.ref, issue.vendor_id)
        entry = self.entries[row]
        if entry.issue is None or not _older(issue, entry.issue):
            entry.issue, entry.ref = issue, issue.ref
            self.facts[row] = said

    def _glimpse(self, glimpse: Glimpse, teller: Issue) -> None:
        entry = self.entries[self._place(glimpse.ref, glimpse.vendor_id)]
        if (
            entry.glimpse is None
            or entry.teller is None
            or _weight(glimpse, teller) > _weight(entry.glimpse, entry.teller)
        ):
            entry.glimpse, entry.teller = glimpse, teller


def _older(issue: Issue, than: Issue) -> bool:
    return issue.moved is not None and than.moved is not None and issue.moved < than.moved


def _weight(glimpse: Glimpse, teller: Issue) -> tuple[bool, float, str, str]:
    """What tells a state counts most, then what was told last; the address decides between equals."""
    moved = 0.0 if teller.moved is None else teller.moved.timestamp()
    return glimpse.state is not None, moved, teller.ref.site, teller.ref.text
