"""Finds what answers a request: a table of methods and path patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from connectors.simulator.serving import Answer

Call = TypeVar("Call")


@dataclass(frozen=True, slots=True)
class Route(Generic[Call]):
    """``pattern`` names the parts of a path: ``/repos/{owner}/{name}``."""

    method: str
    pattern: str
    answer: Callable[[Call], Answer]
    shape: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        shape = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(self.pattern))
        object.__setattr__(self, "shape", re.compile(shape))


class Routes(Generic[Call]):
    """All routes of a tracker."""

    def __init__(self, routes: Iterable[Route[Call]]) -> None:
        self._routes = tuple(routes)

    def __iter__(self) -> Iterator[Route[Call]]:
        return iter(self._routes)

    def find(self, method: str, path: str) -> tuple[Route[Call], dict[str, str]] | None:
        """The route, and the named parts of the path without their percent-encoding."""
        for route in self._routes:
            match = route.shape.fullmatch(path) if route.method == method else None
            if match is not None:
                return route, {name: unquote(part) for name, part in match.groupdict().items()}
        return None
