"""Who there is: every issue that was read, glimpsed or only named, once, however it was addressed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rules.model import VENDOR_SITE, Facts, Glimpse, Issue, Ref, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Address = tuple[str, str]


@dataclass(slots=True)
class Entry:
    """One issue, as far as it is known.

    ``facts`` are there if it was read, ``glimpse`` if another issue, the ``teller``, tells of it.
    """

    ref: Ref
    facts: Facts | None = None
    glimpse: Glimpse | None = None
    teller: Issue | None = None

    @property
    def issue(self) -> Issue | None:
        """It as it was read."""
        return None if self.facts is None else self.facts.issue

    @property
    def state(self) -> State:
        """Read, else told by a link, else unknown; outside suppliers have no state."""
        if self.facts is not None:
            return self.facts.issue.state
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

    def is_told(self, glimpse: Glimpse, teller: Issue) -> None:
        """Another issue tells of it.

        What several tell counts as the last changed of them tells it, for it was read last, as far as anyone knows; of
        equally old ones the last by address.
        """
        known = self.glimpse is not None and self.teller is not None and _weight(self.glimpse, self.teller)
        if not known or _weight(glimpse, teller) > known:
            self.glimpse, self.teller = glimpse, teller


class Register:
    """The entries, found by address. ``addresses`` are all that lead to them, if more do than those they have now."""

    def __init__(self, entries: Iterable[Entry], addresses: dict[Address, int] | None = None) -> None:
        self.entries = list(entries)
        self._addresses = addresses

    def find(self, ref: Ref) -> int | None:
        """The row of an address, if there is one."""
        return self._by_address.get(ref.address)

    @property
    def told(self) -> Iterator[tuple[int, Facts]]:
        """What was read, by row."""
        return ((row, entry.facts) for row, entry in enumerate(self.entries) if entry.facts is not None)

    def has_container(self, ref: Ref) -> bool:
        """Whether any issue of the ref's project was read, or named by a tracker itself."""
        return (ref.site, ref.container.casefold()) in self._containers

    def joined(self, refs: Sequence[Ref]) -> Register:
        """The same, and behind its entries issues that are only named."""
        if not refs:
            return self
        entries, first = [*self.entries, *map(Entry, refs)], len(self.entries)
        if self._addresses is None:
            return Register(entries)
        return Register(entries, {ref.address: row for row, ref in enumerate(refs, first)} | self._addresses)

    @cached_property
    def _by_address(self) -> dict[Address, int]:
        return _present(self.entries) if self._addresses is None else self._addresses

    @cached_property
    def _containers(self) -> set[tuple[str, str]]:
        refs = (entry.ref for entry in self.entries if entry.facts is not None or entry.glimpse is not None)
        return {(site, name.casefold()) for site, name in {(ref.site, ref.container) for ref in refs}}


def _present(entries: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """The address of each entry. One that is gone makes room for the one that is there now."""
    found: dict[tuple[str, str], int] = {}
    for row, entry in enumerate(entries):
        known = found.setdefault(entry.ref.address, row)
        if known != row and entries[known].state is State.GONE:
            found[entry.ref.address] = row
    return found


def _weight(glimpse: Glimpse, teller: Issue) -> tuple[bool, float, str, str]:
    """What tells a state counts most, then what was told last; the address decides between equals."""
    moved = 0.0 if teller.moved is None else teller.moved.timestamp()
    return glimpse.state is not None, moved, teller.ref.site, teller.ref.text
