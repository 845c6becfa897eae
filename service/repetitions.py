"""Deliveries that look like others and are none: the same id with another body, and the same body with another id.

Both are kept and heard, for an id is not signed, and people do the same thing twice; but many of them mean that one
plays with what was recorded, or that a proxy mixes things up.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from connectors.contract import Delivery

REMEMBERED: Final = 50_000
"""So many of the last ones are compared with: some 15 MB at most."""


@dataclass(slots=True)
class Repetitions:
    """Counts them, for one thread. ``same_id`` and ``same_body`` are how many there were."""

    same_id: int = 0
    same_body: int = 0
    _bodies: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)
    _ids: OrderedDict[tuple[str, str], str] = field(default_factory=OrderedDict)

    def note(self, one: Delivery) -> None:
        """One delivery that came in. A Data Center names none, so that only the body tells it apart."""
        if not one.vendor_id:
            return
        known = _exchange(self._bodies, (one.site, one.vendor_id), one.digest)
        self.same_id += known is not None and known != one.digest
        known = _exchange(self._ids, (one.site, one.digest), one.vendor_id)
        self.same_body += known is not None and known != one.vendor_id


def _exchange(memory: OrderedDict[tuple[str, str], str], key: tuple[str, str], value: str) -> str | None:
    """Remembers a value, and tells the former one."""
    known = memory.pop(key, None)
    memory[key] = value
    if len(memory) > REMEMBERED:
        memory.popitem(last=False)
    return known
