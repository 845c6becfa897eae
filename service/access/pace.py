"""Slows down whoever tries again and again: so many tries an address, and a try more for each while that passes."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

ADDRESSES: Final = 10_000
"""How many are remembered; of more, those that were quiet the longest are forgotten."""
NETWORK_BITS: Final = 64
"""Whoever has one address of IPv6 has all of these: https://www.rfc-editor.org/rfc/rfc6177"""


@dataclass(slots=True)
class Pace:
    """``most`` tries at once, and one more every ``seconds``. Times are in seconds since 1970."""

    most: int
    seconds: float
    _tries: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, address: str, now: float) -> int:
        """The seconds until the next try, 0 for none; whole ones, as they are told."""
        return math.ceil(self.until(address, now))

    def until(self, address: str, now: float) -> float:
        """The same to a part of a second."""
        with self._lock:
            return max(0.0, (self._tried(network(address), now) - self.most + 1) * self.seconds)

    def count(self, address: str, now: float) -> None:
        """Remembers a try."""
        key = network(address)
        with self._lock:
            self._tries[key] = (self._tried(key, now) + 1, now)
            self._tries.move_to_end(key)
            if len(self._tries) > ADDRESSES:
                self._tries.popitem(last=False)

    def _tried(self, key: str, now: float) -> float:
        tries, since = self._tries.get(key, (0.0, now))
        return max(0.0, tries - max(0.0, now - since) / self.seconds)


def network(address: str) -> str:
    """What counts as one address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, NETWORK_BITS), strict=False)) if isinstance(found, IPv6Address) else address
