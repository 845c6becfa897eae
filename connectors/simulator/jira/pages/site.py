"""Finds the page for an address; that of an issue is the one that the real Jira has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.simulator import pages
from connectors.simulator.jira.pages.addresses import path_of
from connectors.simulator.jira.pages.rendering import renderer_of
from connectors.simulator.jira.world import World
from connectors.simulator.pages import Visit
from connectors.simulator.routing import Route, Routes
from connectors.simulator.serving import Answer

if TYPE_CHECKING:
    from connectors.simulator.jira.model import Issue, Project
    from connectors.simulator.pages import Switchboard

LONGEST_KEY: Final = 40
Look = Visit[World]


class Site(pages.Site[World]):
    """All pages of one Jira."""

    def __init__(self, world: World, switchboard: Switchboard) -> None:
        super().__init__(world, switchboard, renderer_of(world), ROUTES)


def home(visit: Look) -> Answer:
    """All projects."""
    projects = sorted(visit.world.projects.values(), key=lambda one: one.key)
    return visit.renderer.page("places.html", projects=projects)


def account(visit: Look) -> Answer:
    """What somebody reported or has to do."""
    found = visit.world.accounts.get(visit.parts["login"])
    if found is None:
        return visit.missing()
    issues = [one for one in visit.world.all_issues() if found in (one.reporter, one.assignee)]
    return visit.renderer.page("person.html", account=found, issues=issues[::-1])


def project(visit: Look) -> Answer:
    """A project's issues, the newest first."""
    found = _project(visit)
    if found is None:
        return visit.missing()
    return visit.renderer.page("project.html", place=found, issues=_sorted(found), version=None)


def version(visit: Look) -> Answer:
    """What is planned for a version."""
    place = _project(visit)
    for one in place.versions.values() if place is not None else ():
        if place is not None and str(one.id) == visit.parts["id"]:
            issues = [issue for issue in _sorted(place) if one in issue.versions]
            return visit.renderer.page("project.html", place=place, issues=issues, version=one)
    return visit.missing()


def issue(visit: Look) -> Answer:
    """An issue; a key that it had leads to the one that it has."""
    key = visit.parts["key"]
    found = visit.world.find(key) if len(key) <= LONGEST_KEY else None
    if found is None or found.id not in visit.world.issues:
        return visit.missing()
    if key != found.ref:
        return Answer(301, b"", {"Location": path_of(found)})
    return visit.renderer.page("issue.html", issue=found, place=found.project)


def _project(visit: Look) -> Project | None:
    return visit.world.projects.get(visit.parts["key"].upper())


def _sorted(place: Project) -> list[Issue]:
    return sorted(place.issues.values(), key=lambda one: (one.status == "Done", -one.number))


ROUTES: Final = Routes[Look](
    (
        Route("GET", "/", home),
        Route("GET", "/people/{login}", account),
        Route("GET", "/projects/{key}", project),
        Route("GET", "/projects/{key}/issues", project),
        Route("GET", "/projects/{key}/versions/{id}", version),
        Route("GET", "/browse/{key}", issue),
    )
)
