"""What credentials see of an organisation, as far as it tells whose an issue is. Plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class GitHubTeam:
    """A team of an organisation. ``places`` maps its repositories to what it may do: read, write, maintain, admin."""

    organization: str
    slug: str
    name: str
    places: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Project:
    """A project of a Jira. ``teams`` counts its open issues by the team that a field of them names."""

    key: str
    name: str = ""
    components: tuple[str, ...] = ()
    teams: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Landscape:
    """All of it. ``code_owners`` are the texts of those files, by repository, ``acme/web``.

    ``unseen`` says for people what could not be looked at, and what to do about it.
    """

    repositories: tuple[str, ...] = ()
    teams: tuple[GitHubTeam, ...] = ()
    code_owners: Mapping[str, str] = field(default_factory=dict)
    projects: tuple[Project, ...] = ()
    unseen: tuple[str, ...] = ()

    def __add__(self, other: Landscape) -> Landscape:
        """Of two sites."""
        return Landscape(
            self.repositories + other.repositories,
            self.teams + other.teams,
            {**self.code_owners, **other.code_owners},
            self.projects + other.projects,
            self.unseen + other.unseen,
        )
