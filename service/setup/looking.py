"""Looks around with the credentials that are configured: what there is, and what tells whose it is. Only reads."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final, TypeVar

from connectors.contract import Denied, Unavailable
from connectors.github.credentials import TokenCredentials
from connectors.github.ownership import FILES, GitHubOwnership
from connectors.jira.ownership import JiraOwnership
from service.doctor.patient import jira_inspection
from service.setup.landscape import GitHubTeam, Landscape, Project
from service.setup.proposal import FIELD
from service.wiring import flavor_of, github_credentials, jira_credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

    from connectors.github.credentials import Credentials
    from connectors.github.ownership import Team
    from service.settings import Settings
    from service.settings.sites import GitHubSite, JiraSite

Thing = TypeVar("Thing")
Found = TypeVar("Found")
AT_ONCE: Final = 8
MOST_FILES: Final = 200
"""Repositories of a site whose CODEOWNERS are looked for, up to three requests each."""
MOST_TEAMS: Final = 100
MOST_PROJECTS: Final = 50
NO_TEAMS: Final = (
    "{owner}: its teams are not shown to these credentials; a token with the scope read:org would see them, or an App "
    "whose page says, under Permissions, Organization permissions > Members: Read-only"
)
NO_FILES: Final = (
    "{owner}: CODEOWNERS are not shown to these credentials; a token with the scope repo would see them, or an App "
    f"whose page says, under Permissions, Repository permissions > Single file: Read-only, with the paths "
    f"{', '.join(FILES)}"
)


async def landscape_of(settings: Settings, tokens: Mapping[str, str]) -> Landscape:
    """All sites with credentials. ``tokens`` are others, by site, that are used for this one look and not kept."""
    found = Landscape()
    for github in settings.github:
        found += await _github(github, tokens.get(github.name, ""))
    for jira in settings.jira:
        found += await _jira(jira)
    return found


async def owners_of(site: GitHubSite) -> list[str]:
    """The organisations that a site's credentials see. Raises ``Unavailable``."""
    async with _looking(github_credentials(site), site) as way:
        return [] if way is None else await way.owners()


async def projects_of(site: JiraSite) -> list[Project]:
    """The projects that a site's credentials see, by key. Raises ``Unavailable``."""
    inspection = jira_inspection(site)
    if inspection is None:
        return []
    try:
        there = [one for one in await inspection.projects() if not one.archived]
    finally:
        await inspection.close()
    return [Project(one.key, one.name) for one in sorted(there, key=lambda one: one.key)]


async def _github(site: GitHubSite, token: str) -> Landscape:
    own = github_credentials(site)
    other = TokenCredentials(token, site.way) if token else own
    found = Landscape()
    async with _looking(own, site) as way, _looking(other, site) as for_teams:
        if way is None or for_teams is None:
            return found
        try:
            for owner in site.organizations or await way.owners():
                found += await _owner(way, for_teams, owner)
        except Unavailable as unavailable:
            found += Landscape(unseen=(f"github/{site.name}: {unavailable}",))
    return found


async def _owner(way: GitHubOwnership, for_teams: GitHubOwnership, owner: str) -> Landscape:
    places = [one.full_name for one in await way.repositories(owner) if not one.archived]
    unseen: list[str] = []
    teams: list[GitHubTeam] = []
    files: dict[str, str] = {}
    try:
        listed = await for_teams.teams(owner)
        teams = await _each(listed[:MOST_TEAMS], lambda one: _team(for_teams, owner, one))
    except Denied:
        unseen.append(NO_TEAMS.format(owner=owner))
    try:
        texts = await _each(places[:MOST_FILES], for_teams.code_owners)
        files = {place: text for place, text in zip(places, texts, strict=False) if text}
    except Denied:
        unseen.append(NO_FILES.format(owner=owner))
    return Landscape(tuple(places), tuple(teams), files, unseen=tuple(unseen))


async def _team(way: GitHubOwnership, owner: str, team: Team) -> GitHubTeam:
    places = {one.full_name: one.role_name for one in await way.places(owner, team)}
    members = await way.members(owner, team) if places else []
    return GitHubTeam(owner, team.slug, team.name or team.slug, places, tuple(members))


async def _jira(site: JiraSite) -> Landscape:
    if site.token is None:
        return Landscape()
    credentials, flavor = jira_credentials(site, site.token), flavor_of(site)
    try:
        seen = await projects_of(site)
        wanted = [one for one in seen if not site.projects or one.key in site.projects]
        field, way = site.dialect().fields[FIELD], JiraOwnership(credentials, flavor, site.url)
        try:
            projects = await _each(wanted[:MOST_PROJECTS], lambda one: _project(way, one, field))
        finally:
            await way.close()
    except Unavailable as unavailable:
        return Landscape(unseen=(f"jira/{site.name}: {unavailable}",))
    return Landscape(projects=tuple(projects))


async def _project(way: JiraOwnership, project: Project, field: str) -> Project:
    try:
        components, teams = await way.components(project.key), await way.teams(project.key, field)
    except Denied:
        return project
    return Project(project.key, project.name, tuple(components), teams)


@asynccontextmanager
async def _looking(credentials: Credentials | None, site: GitHubSite) -> AsyncIterator[GitHubOwnership | None]:
    way = None if credentials is None else GitHubOwnership(credentials, site.api_url)
    try:
        yield way
    finally:
        if way is not None:
            await way.close()


async def _each(things: Iterable[Thing], look: Callable[[Thing], Awaitable[Found]]) -> list[Found]:
    """What is found of each, in their order, a few at a time. The first that is refused ends it."""
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(thing: Thing) -> Found:
        async with at_once:
            return await look(thing)

    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(thing)) for thing in things]
    except ExceptionGroup as refused:
        raise refused.exceptions[0] from None
    return [task.result() for task in tasks]
