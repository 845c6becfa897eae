"""What goes wrong on the way to a made-up tracker: scripted, and for a number of requests only."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from connectors.simulator.serving import Answer


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to go wrong.

    ``instead`` is answered and nothing is done; ``afterwards`` is answered although everything was done, and so
    ``drops`` ends the connection. ``seconds`` go by before anything. ``name`` is for people who look at what is ahead.
    """

    instead: Answer | None = None
    afterwards: Answer | None = None
    drops: bool = False
    seconds: float = 0.0
    name: str = ""


@dataclass(slots=True)
class Scripted:
    """A fault that will happen to the next ``times`` requests that fit."""

    fault: Fault
    method: str
    path: str
    times: int

    def fits(self, method: str, path: str) -> bool:
        """Whether it happens to a request."""
        return self.times > 0 and fnmatchcase(method, self.method) and fnmatchcase(path, self.path)


class Faults:
    """What was scripted and has not happened yet; the first that fits a request happens to it. Safe in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._scripted: list[Scripted] = []

    def add(self, fault: Fault, method: str = "*", path: str = "*", times: int = 1) -> None:
        """The next ``times`` requests whose method and path match go wrong. ``*`` matches anything."""
        with self._lock:
            self._scripted.append(Scripted(fault, method, path, times))

    def take(self, method: str, path: str) -> Fault:
        """What happens to a request: nothing, mostly."""
        with self._lock:
            for one in self._scripted:
                if one.fits(method, path):
                    one.times -= 1
                    return one.fault
        return Fault()

    def ahead(self) -> list[Scripted]:
        """What will go wrong, as it stands now."""
        with self._lock:
            return [replace(one) for one in self._scripted if one.times > 0]

    def clear(self) -> None:
        """Nothing goes wrong from now on."""
        with self._lock:
            self._scripted.clear()
