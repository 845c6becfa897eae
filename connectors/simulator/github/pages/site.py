"""Finds the page for an address: the same addresses that the APIs tell as ``html_url``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from connectors.simulator import pages
from connectors.simulator.github.addresses import path_of
from connectors.simulator.github.pages.rendering import renderer_of
from connectors.simulator.github.world import World
from connectors.simulator.pages import Visit
from connectors.simulator.routing import Route, Routes
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.github.model import Repository
    from connectors.simulator.github.pages.registry import Registry
    from connectors.simulator.pages import Switchboard
    from connectors.simulator.serving import Request

_NUMBER: Final = re.compile(r"[0-9]{1,9}")
DELETED: Final = "This issue has been deleted."
Look = Visit[World]


class Site(pages.Site[World]):
    """All pages of one GitHub."""

    def __init__(self, world: World, switchboard: Switchboard, registry: Registry) -> None:
        super().__init__(world, switchboard, renderer_of(world), ROUTES)
        self.registry = registry

    def answer(self, request: Request) -> Answer:
        """One page; those on which Apps are made and installed go before repositories of such a name."""
        with self.world.lock:
            found = self.registry.answer(request, self.renderer)
        return found or super().answer(request)


def _place(visit: Look) -> Repository | None:
    """The repository of the path."""
    return visit.world.found(f"{visit.parts['owner']}/{visit.parts['name']}")


def _number(visit: Look) -> int:
    """The number of the path, or one that nothing has."""
    given = visit.parts["number"]
    return int(given) if _NUMBER.fullmatch(given) else 0


def home(visit: Look) -> Answer:
    """All repositories."""
    places = sorted(visit.world.repositories.values(), key=lambda one: one.full_name.lower())
    return visit.renderer.page("places.html", title="Repositories", places=places)


def account(visit: Look) -> Answer:
    """An organisation's repositories, or what somebody opened or has to do."""
    found = visit.world.accounts.get(visit.parts["owner"].lower())
    if found is None:
        return visit.missing()
    if found.kind == "Organization":
        places = [one for one in visit.world.repositories.values() if one.owner is found]
        return visit.renderer.page("places.html", title=found.login, places=places)
    issues = [one for one in visit.world.issues() if one.author is found or found in one.assignees]
    return visit.renderer.page("person.html", account=found, issues=issues[::-1])


def repository(visit: Look) -> Answer:
    """A repository's issues, the newest first."""
    place = _place(visit)
    if place is None:
        return visit.missing()
    issues = sorted(place.issues.values(), key=lambda one: (one.state != "open", -one.number))
    return visit.renderer.page("repository.html", place=place, issues=issues, milestone=None)


def milestone(visit: Look) -> Answer:
    """What is planned for a milestone."""
    place = _place(visit)
    for one in place.milestones.values() if place is not None else ():
        if place is not None and one.number == _number(visit):
            issues = [issue for issue in place.issues.values() if issue.milestone is one]
            return visit.renderer.page("repository.html", place=place, issues=issues, milestone=one)
    return visit.missing()


def issue(visit: Look) -> Answer:
    """An issue or a pull request; what moved leads to where it is."""
    place, number = _place(visit), _number(visit)
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


ROUTES: Final = Routes[Look](
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
