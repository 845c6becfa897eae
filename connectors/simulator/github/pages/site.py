"""Finds the page for an address: the same addresses that the APIs tell as ``html_url``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from connectors.simulator.github.addresses import path_of
from connectors.simulator.github.pages.rendering import Renderer
from connectors.simulator.github.pages.switchboard import PATH
from connectors.simulator.routing import Route, Routes
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.github.model import Repository
    from connectors.simulator.github.pages.switchboard import Switchboard
    from connectors.simulator.github.world import World
    from connectors.simulator.serving import Request

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
NOWHERE: Final = "There is nothing at this address."
DELETED: Final = "This issue has been deleted."


@dataclass(frozen=True, slots=True)
class Visit:
    """One look at one page. ``parts`` are the named parts of its path."""

    world: World
    renderer: Renderer
    path: str
    parts: dict[str, str] = field(default_factory=dict)

    def place(self) -> Repository | None:
        """The repository of the path."""
        return self.world.found(f"{self.parts['owner']}/{self.parts['name']}")

    def missing(self, told: str = NOWHERE, status: int = 404) -> Answer:
        """A friendly page that says so."""
        return self.renderer.page("missing.html", status, told=told)

    def number(self) -> int:
        """The number of the path, or one that nothing has."""
        given = self.parts["number"]
        return int(given) if _NUMBER.fullmatch(given) else 0


class Site:
    """All pages of one world. ``answer`` runs in the threads of a server."""

    def __init__(self, world: World, switchboard: Switchboard) -> None:
        self._world, self._switchboard = world, switchboard
        self._renderer = Renderer(world)

    def answer(self, request: Request) -> Answer:
        """One page."""
        with self._world.lock:
            if f"{request.path}/".startswith(f"{PATH}/"):
                return self._switchboard.answer(request, self._renderer)
            path = request.path.rstrip("/") or "/"
            found = ROUTES.find(request.method, path)
            if found is None:
                return Visit(self._world, self._renderer, path).missing()
            route, parts = found
            return route.answer(Visit(self._world, self._renderer, path, parts))


def home(visit: Visit) -> Answer:
    """All repositories."""
    places = sorted(visit.world.repositories.values(), key=lambda one: one.full_name.lower())
    return visit.renderer.page("places.html", title="Repositories", places=places)


def account(visit: Visit) -> Answer:
    """An organisation's repositories, or what somebody opened or has to do."""
    found = visit.world.accounts.get(visit.parts["owner"].lower())
    if found is None:
        return visit.missing()
    if found.kind == "Organization":
        places = [one for one in visit.world.repositories.values() if one.owner is found]
        return visit.renderer.page("places.html", title=found.login, places=places)
    issues = [one for one in visit.world.issues() if one.author is found or found in one.assignees]
    return visit.renderer.page("person.html", account=found, issues=issues[::-1])


def repository(visit: Visit) -> Answer:
    """A repository's issues, the newest first."""
    place = visit.place()
    if place is None:
        return visit.missing()
    issues = sorted(place.issues.values(), key=lambda one: (one.state != "open", -one.number))
    return visit.renderer.page("repository.html", place=place, issues=issues, milestone=None)


def milestone(visit: Visit) -> Answer:
    """What is planned for a milestone."""
    place = visit.place()
    for one in place.milestones.values() if place is not None else ():
        if place is not None and one.number == visit.number():
            issues = [issue for issue in place.issues.values() if issue.milestone is one]
            return visit.renderer.page("repository.html", place=place, issues=issues, milestone=one)
    return visit.missing()


def issue(visit: Visit) -> Answer:
    """An issue or a pull request; what moved leads to where it is."""
    place, number = visit.place(), visit.number()
    if place is None:
        return visit.missing()
    if number in place.gone:
        return visit.missing(DELETED, 410)
    found = place.issues.get(number) or place.moved.get(number)
    if found is None:
        return visit.missing()
    if visit.path.lower() != path_of(found).lower():
        return Answer(301, b"", {"Location": path_of(found)})
    return visit.renderer.page("issue.html", issue=found, place=found.repository)


ROUTES: Final = Routes[Visit](
    (
        Route("GET", "/", home),
        Route("GET", "/{owner}", account),
        Route("GET", "/{owner}/{name}", repository),
        Route("GET", "/{owner}/{name}/issues", repository),
        Route("GET", "/{owner}/{name}/milestone/{number}", milestone),
        Route("GET", "/{owner}/{name}/issues/{number}", issue),
        Route("GET", "/{owner}/{name}/pull/{number}", issue),
    )
)
