"""The log of what a made-up tracker was asked, and a hook that sees each request before and after it is handled."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Moment(Enum):
    """When a hook is called: before anything was done, or when all was done and nothing was answered."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request. ``status`` is 0 until it was handled, and where the connection ended instead of an answer."""

    method: str
    path: str
    account: str
    body: bytes = b""
    status: int = 0

    @property
    def writes(self) -> bool:
        """Whether it was to change something: GraphQL queries are posted, too."""
        return self.method not in {"GET", "HEAD"} and not self.path.endswith("/graphql")


Watch = "Callable[[Moment, Asked], None]"


class RequestLog:
    """Remembers in the order of the answers. Safe in threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked: list[Asked] = []
        self._watching: list[Callable[[Moment, Asked], None]] = []

    def watch(self, callback: Callable[[Moment, Asked], None]) -> Callable[[], None]:
        """Calls back in the server's thread from now on, until what this returns is called."""
        self._watching.append(callback)
        return lambda: self._watching.remove(callback)

    def at(self, moment: Moment, asked: Asked) -> None:
        """Tells everybody who watches; after the handling it is remembered first."""
        if moment is Moment.AFTER:
            with self._lock:
                self._asked.append(asked)
        for callback in tuple(self._watching):
            callback(moment, asked)

    def all(self) -> list[Asked]:
        """All requests that were handled."""
        with self._lock:
            return list(self._asked)

    def clear(self) -> None:
        """Forgets them."""
        with self._lock:
            self._asked.clear()
