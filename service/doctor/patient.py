"""What the doctor looks at: settings, store, and the ways in to the trackers, over connections of their own."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from connectors.github.inspection import GitHubInspection
from connectors.jira.inspection import JiraInspection
from service.settings import SettingsError
from service.store.connection import open_store
from service.wiring import flavor_of, github_credentials, jira_credentials

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Mapping

    from sqlalchemy import Engine

    from service.settings import Settings
    from service.settings.sites import GitHubSite, JiraSite


@dataclass(frozen=True, slots=True)
class Patient:
    """Sites with credentials have an inspection beside them. ``unusable`` tells why those of others are none, by site.

    ``now`` is in seconds since 1970.
    """

    settings: Settings
    engine: Engine
    now: Callable[[], float]
    github: tuple[tuple[GitHubSite, GitHubInspection], ...] = ()
    jira: tuple[tuple[JiraSite, JiraInspection], ...] = ()
    unusable: Mapping[str, str] = field(default_factory=dict)

    @property
    def inspections(self) -> dict[str, GitHubInspection | JiraInspection]:
        """The ways in by site."""
        github: dict[str, GitHubInspection | JiraInspection] = {site.site().name: one for site, one in self.github}
        return github | {site.site().name: one for site, one in self.jira}

    @property
    def speaks(self) -> bool:
        """Whether it may write comments anywhere."""
        comments = self.settings.comments
        exceptions = (*comments.teams.values(), *comments.projects.values(), *comments.repositories.values())
        return "live" in (comments.mode, *exceptions)

    def address(self, site: str) -> str:
        """Where a site's webhooks should come to; '' if nobody said where this service is reached."""
        public = self.settings.server.public_url
        return "" if public is None else f"{public.rstrip('/')}/webhooks/{site}"


@asynccontextmanager
async def patient_of(settings: Settings, now: Callable[[], float] = time.time) -> AsyncIterator[Patient]:
    """What is to be looked at, while the context lasts. Raises ``StoreError`` for a URL that means no store."""
    engine = open_store(settings.store.url.get_secret_value())
    unusable: dict[str, str] = {}
    github = tuple(_githubs(settings, now, unusable))
    jira = tuple(_jiras(settings, now, unusable))
    try:
        yield Patient(settings, engine, now, github, jira, unusable)
    finally:
        for _, github_inspection in github:
            await github_inspection.close()
        for _, jira_inspection in jira:
            await jira_inspection.close()
        engine.dispose()


def _githubs(
    settings: Settings, now: Callable[[], float], unusable: dict[str, str]
) -> Iterator[tuple[GitHubSite, GitHubInspection]]:
    for site in settings.github:
        try:
            inspection = github_inspection(site, now)
        except SettingsError as error:
            unusable[site.site().name] = "; ".join(error.problems)
            continue
        if inspection is not None:
            yield site, inspection


def github_inspection(site: GitHubSite, now: Callable[[], float] = time.time) -> GitHubInspection | None:
    """A look at one site, if there is a way in. Raises ``SettingsError``."""
    credentials = github_credentials(site)
    return None if credentials is None else GitHubInspection(credentials, site.api_url, now)


def _jiras(
    settings: Settings, now: Callable[[], float], unusable: dict[str, str]
) -> Iterator[tuple[JiraSite, JiraInspection]]:
    for site in settings.jira:
        try:
            inspection = jira_inspection(site, now)
        except SettingsError as error:
            unusable[site.site().name] = "; ".join(error.problems)
            continue
        if inspection is not None:
            yield site, inspection


def jira_inspection(site: JiraSite, now: Callable[[], float] = time.time) -> JiraInspection | None:
    """A look at one site, if there is a way in. Raises ``SettingsError``."""
    if site.token is None:
        return None
    return JiraInspection(jira_credentials(site, site.token), flavor_of(site), site.url, now)
