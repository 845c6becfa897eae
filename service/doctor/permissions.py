"""What our accounts may do: read what is configured, comment where comments are live, and ask who may give commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from connectors.contract import Denied
from connectors.jira.inspection import NEEDED, NEEDED_TO_ASK, NEEDED_TO_SPEAK
from service.doctor.lines import Check, note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from connectors.github.inspection import GitHubInspection
    from connectors.github.inspection_answers import Installation
    from connectors.jira.inspection import JiraInspection
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import GitHubSite, JiraSite

RANKS: Final = ("", "read", "write", "admin")
"""What an App may have of a permission, from little to much."""
ALL_REPOSITORIES, PUBLIC_REPOSITORIES = "repo", "public_repo"
LOOKED_AT: Final = 50
"""Projects of a site that is not narrowed down of which permissions are asked, a request each."""
GRANTED: Final = "then the owners of {owner} accept it in the settings of the organization, under GitHub Apps"
SCHEME: Final = "give the account a role that has {names} in the permission scheme of {project}"


def checks(patient: Patient) -> Iterator[Check]:
    """One for each site with credentials."""
    for github, inspection in patient.github:
        look = _token if inspection.app_id is None else _app
        yield Check("permissions", github.site().name, partial(look, patient, github, inspection))
    for jira, asked in patient.jira:
        yield Check("permissions", jira.site().name, partial(_jira, patient, jira, asked))


async def _app(patient: Patient, site: GitHubSite, inspection: GitHubInspection) -> AsyncIterator[Line]:
    app, found = await inspection.app(), await inspection.installations()
    wanted = {"issues": "write" if patient.speaks else "read", "metadata": "read"}
    for name, level in wanted.items():
        if not _reaches(app.permissions, name, level):
            yield wrong(
                f"the App does not ask for {name}: {level}", f"set it on the App's page, under Permissions; {LATER}"
            )
    by_owner = {one.account.login.casefold(): one for one in found}
    if not found:
        yield wrong("the App is installed nowhere", "install it in each organization to read, from the App's page")
    for owner in site.organizations or [one.account.login for one in found]:
        installed = by_owner.get(owner.casefold())
        if installed is None:
            yield wrong(f"the App is not installed for {owner}", "install it there, from the App's page")
            continue
        for line in _installed(installed, owner, wanted, app.permissions):
            yield line


LATER: Final = "each organization has to accept it then"


def _installed(one: Installation, owner: str, wanted: dict[str, str], asked: dict[str, str]) -> Iterator[Line]:
    if one.suspended_at is not None:
        yield wrong(f"the App is suspended for {owner}", f"an owner of {owner} unsuspends it, under GitHub Apps")
        return
    lacking = [
        name
        for name, level in wanted.items()
        if _reaches(asked, name, level) and not _reaches(one.permissions, name, level)
    ]
    for name in lacking:
        yield wrong(f"{owner} has not granted {name}: {wanted[name]}", f"an owner of {owner} {ACCEPTS}")
    if not lacking:
        told = ", ".join(f"{name} ({level})" for name, level in sorted(one.permissions.items()))
        yield ok(f"{owner} grants {told}")


ACCEPTS: Final = "accepts the App's new permissions: Settings > GitHub Apps > Review request"


def _reaches(granted: dict[str, str], name: str, level: str) -> bool:
    return RANKS.index(granted.get(name, "")) >= RANKS.index(level) if granted.get(name, "") in RANKS else True


async def _token(patient: Patient, site: GitHubSite, inspection: GitHubInspection) -> AsyncIterator[Line]:
    scopes = (await inspection.account()).scopes
    if scopes is None:
        yield note("a fine-grained token does not tell its permissions", FINE_GRAINED)
    elif ALL_REPOSITORIES in scopes:
        yield ok(f"the token has the scopes {', '.join(sorted(scopes))}")
    elif PUBLIC_REPOSITORIES in scopes:
        yield note("the token sees public repositories alone", "give it the scope repo if private ones are to be read")
    elif patient.speaks:
        yield wrong("the token may not write comments: it has not the scope repo", "give it that, or use dry-run")
    else:
        yield note("the token reads what is public alone", "give it the scope repo if private ones are to be read")
    if not site.organizations:
        yield wrong("which organizations to read is not said", 'write organizations = ["acme"] beside the token')
    for owner in site.organizations:
        yield await _owner(inspection, owner)


FINE_GRAINED: Final = "it needs Issues (read and write, to comment) and Metadata (read) for each organization to read"


async def _owner(inspection: GitHubInspection, owner: str) -> Line:
    """Whether anything of an owner is seen."""
    try:
        kind = (await inspection.owner(owner)).type
        seen = await inspection.repositories(owner) if kind == "Organization" else None
    except Denied as denied:
        if denied.status == NOT_FOUND:
            return wrong(f"there is no organization {owner}", "see organizations in the configuration, or its new name")
        return wrong(f"{owner} lets the token not in: {denied}", SIGN_ON)
    if seen is None:
        return ok(f"{owner} is there")
    if not seen:
        return wrong(
            f"the token sees no repository of {owner}", f"let its account into {owner}, or grant it access there"
        )
    return ok(
        f"{len(seen)} or more repositories of {owner} are seen"
        if len(seen) == PAGE
        else f"{len(seen)} repositories of {owner} are seen"
    )


NOT_FOUND, PAGE = 404, 100
SIGN_ON: Final = "authorize it for single sign-on: Personal access tokens > Configure SSO"


async def _jira(patient: Patient, site: JiraSite, inspection: JiraInspection) -> AsyncIterator[Line]:
    keys = list(site.projects)
    if not keys:
        seen = [one.key for one in await inspection.projects() if not one.archived]
        yield (
            ok(f"{len(seen)} projects are seen") if seen else wrong("no project is seen", BROWSE.format(project="one"))
        )
        keys = sorted(seen)[:LOOKED_AT]
    lacking: dict[frozenset[str], list[str]] = {}
    for key in keys:
        try:
            project = await inspection.project(key)
        except Denied:
            yield wrong(
                f"project {key} is not seen", f"see its key in the configuration, or {BROWSE.format(project=key)}"
            )
            continue
        if project.archived:
            yield note(
                f"project {key} is archived: no search finds its issues", "take it out of projects, or restore it"
            )
        lacking.setdefault(frozenset(await inspection.lacks(key)), []).append(key)
    for names, places in lacking.items():
        for line in _lacks(patient, names, ", ".join(places)):
            yield line


BROWSE: Final = "give the account Browse Projects in {project}"


def _lacks(patient: Patient, names: frozenset[str], places: str) -> Iterator[Line]:
    def named(some: tuple[str, ...]) -> str:
        return ", ".join(one.replace("_", " ").title() for one in some if one in names)

    if reading := named(NEEDED):
        yield wrong(f"issues of {places} cannot be read", SCHEME.format(names=reading, project=places))
    speaking = named(NEEDED_TO_SPEAK)
    if speaking and patient.speaks:
        yield wrong(f"comments on issues of {places} cannot be kept up", SCHEME.format(names=speaking, project=places))
    elif speaking:
        yield note(
            f"comments on issues of {places} could not be kept up", SCHEME.format(names=speaking, project=places)
        )
    if NEEDED_TO_ASK in names:
        asks = SCHEME.format(names=named((NEEDED_TO_ASK,)), project=places)
        yield note(f"who may give commands in comments cannot be asked in {places}, so that none count there", asks)
    if not names:
        yield ok(f"{places}: all that Detour needs")
