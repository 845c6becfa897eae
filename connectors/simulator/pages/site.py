"""Finds the page for an address, in the routes of one tracker."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, Protocol, TypeVar

from connectors.simulator.pages.switchboard import PATH

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from connectors.simulator.pages.rendering import Renderer
    from connectors.simulator.pages.switchboard import Switchboard
    from connectors.simulator.routing import Routes
    from connectors.simulator.serving import Answer, Request

NOWHERE: Final = "There is nothing at this address."


class Locked(Protocol):
    """A world of which one thread at a time looks at something."""

    @property
    def lock(self) -> AbstractContextManager[bool]:
        """What that thread holds."""


World = TypeVar("World", bound=Locked)


@dataclass(frozen=True, slots=True)
class Visit(Generic[World]):
    """One look at one page. ``parts`` are the named parts of its path."""

    world: World
    renderer: Renderer
    path: str
    parts: dict[str, str] = field(default_factory=dict)

    def missing(self, told: str = NOWHERE, status: int = 404) -> Answer:
        """A friendly page that says so."""
        return self.renderer.page("missing.html", status, told=told)


@dataclass
class Site(Generic[World]):
    """All pages of one world. ``answer`` runs in the threads of a server."""

    world: World
    switchboard: Switchboard
    renderer: Renderer
    routes: Routes[Visit[World]]

    def answer(self, request: Request) -> Answer:
        """One page."""
        with self.world.lock:
            if f"{request.path}/".startswith(f"{PATH}/"):
                return self.switchboard.answer(request, self.renderer)
            path = request.path.rstrip("/") or "/"
            found = self.routes.find(request.method, path)
            if found is None:
                return Visit(self.world, self.renderer, path).missing()
            route, parts = found
            return route.answer(Visit(self.world, self.renderer, path, parts))
