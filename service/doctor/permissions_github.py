"""What a token may do on a GitHub, by its scopes and what it sees; or an App, by what each organization grants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from connectors.contract import Denied
from connectors.github import wanted
from service.doctor.lines import note, ok, wrong

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from connectors.github.inspection import GitHubInspection
    from connectors.github.inspection_answers import Installation
    from service.doctor.lines import Line
    from service.doctor.patient import Patient
    from service.settings.sites import GitHubSite

RANKS: Final = ("", "read", "write", "admin")
"""What an App may have of a permission, from little to much."""
ALL_REPOSITORIES, PUBLIC_REPOSITORIES = "repo", "public_repo"
NOT_FOUND: Final = 404
PRIVATE: Final = "give it the scope repo if private ones are to be read"
FINE_GRAINED: Final = "it needs Issues (read and write, to comment) and Metadata (read) for each organization to read"
SIGN_ON: Final = "authorize it for single sign-on: Personal access tokens > Configure SSO"
AN_APP: Final = (
    "make a GitHub App and write app_id and private_key_file in the place of the token, or take [checks] away"
)
ASK: Final = "set it on the App's page, under Permissions; each organization has to accept it then"
ACCEPTS: Final = "accepts the App's new permissions: Settings > GitHub Apps > Review request"


async def of_app(patient: Patient, site: GitHubSite, inspection: GitHubInspection) -> AsyncIterator[Line]:
    """What it asks for, and what each organization has granted."""
    app, found = await inspection.app(), await inspection.installations()
    needed = wanted.permissions(speaks=patient.speaks, checks=bool(patient.settings.checked_on(site.site())))
    for name, level in needed.items():
        if not _reaches(app.permissions, name, level):
            yield wrong(f"the App does not ask for {name}: {level}", ASK)
    if not found:
        yield wrong("the App is installed nowhere", "install it in each organization to read, from the App's page")
    asked = {name: level for name, level in needed.items() if _reaches(app.permissions, name, level)}
    by_owner = {one.account.login.casefold(): one for one in found}
    for owner in site.organizations or [one.account.login for one in found]:
        for line in _installed(by_owner.get(owner.casefold()), owner, asked):
            yield line


def _installed(one: Installation | None, owner: str, asked: Mapping[str, str]) -> Iterator[Line]:
    if one is None:
        yield wrong(f"the App is not installed for {owner}", "install it there, from the App's page")
        return
    if one.suspended_at is not None:
        yield wrong(f"the App is suspended for {owner}", f"an owner of {owner} unsuspends it, under GitHub Apps")
        return
    lacking = [name for name, level in asked.items() if not _reaches(one.permissions, name, level)]
    for name in lacking:
        yield wrong(f"{owner} has not granted {name}: {asked[name]}", f"an owner of {owner} {ACCEPTS}")
    if not lacking:
        yield ok(f"{owner} grants {', '.join(f'{name}: {level}' for name, level in sorted(one.permissions.items()))}")


def _reaches(granted: Mapping[str, str], name: str, level: str) -> bool:
    """A word that nobody knows yet is believed to be enough."""
    given = granted.get(name, "")
    return given not in RANKS or RANKS.index(given) >= RANKS.index(level)


async def of_token(patient: Patient, site: GitHubSite, inspection: GitHubInspection) -> AsyncIterator[Line]:
    """Its scopes, and whether it sees anything of each organization."""
    yield _scopes((await inspection.account()).scopes, speaks=patient.speaks)
    if checked := sorted(patient.settings.checked_on(site.site())):
        told = f"checks are wanted on {', '.join(checked)}, and none is written: an App alone may"
        yield (wrong if patient.settings.checks.mode == "live" else note)(told, AN_APP)
    if not site.organizations:
        yield wrong("which organizations to read is not said", 'write organizations = ["acme"] beside the token')
    for owner in site.organizations:
        yield await _owner(inspection, owner)


def _scopes(scopes: frozenset[str] | None, *, speaks: bool) -> Line:
    if scopes is None:
        return note("a fine-grained token does not tell its permissions", FINE_GRAINED)
    if ALL_REPOSITORIES in scopes:
        return ok(f"the token has the scopes {', '.join(sorted(scopes))}")
    if PUBLIC_REPOSITORIES in scopes:
        return note("the token sees public repositories alone", PRIVATE)
    if speaks:
        return wrong("the token may not write comments: it has not the scope repo", "give it that, or use dry-run")
    return note("the token reads what is public alone", PRIVATE)


async def _owner(inspection: GitHubInspection, owner: str) -> Line:
    """Whether anything of an owner is seen; a person's repositories are listed nowhere but to that person."""
    try:
        if (await inspection.owner(owner)).type != "Organization":
            return ok(f"{owner} is there")
        seen = await inspection.repositories(owner)
    except Denied as denied:
        if denied.status == NOT_FOUND:
            return wrong(f"there is no organization {owner}", "see organizations in the configuration, or its new name")
        return wrong(f"{owner} lets the token not in: {denied}", SIGN_ON)
    if not seen:
        fix = f"let its account into {owner}, or grant it access there"
        return wrong(f"the token sees no repository of {owner}", fix)
    return ok(f"repositories of {owner} are seen")
