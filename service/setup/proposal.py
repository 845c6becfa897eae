"""Proposes teams, and what each owns, from what an organisation looks like; each with where it comes from. Pure.

What says it most plainly counts first: CODEOWNERS, then GitHub teams, then names. Nothing is given to two teams, and
what nobody claims is left out: it stands for itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from service.setup.code_owners import owning_teams
from service.setup.globs import summed_up
from service.setup.landscape import GitHubTeam
from service.setup.names import begins, family, folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from service.setup.landscape import Landscape, Project

FIELD: Final = "Team"
"""The field of Jira that names a team."""
RANKS: Final = ("write", "maintain", "admin")
"""What a team may do in a repository that it could own, from little to much."""
MOST_ISSUES: Final = 0.8
"""The share of a project's issues that have a team, from which on the project is that team's."""
FEW_ISSUES: Final = 5


@dataclass(frozen=True, slots=True)
class Claim:
    """What a team owns, as configuration writes it, and why."""

    entry: str
    reason: str


@dataclass(slots=True)
class ProposedTeam:
    """A team: ``slug`` is to be its table's name."""

    slug: str
    name: str
    claims: list[Claim] = field(default_factory=list)
    members: tuple[str, ...] = ()
    members_reason: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """All teams, the largest first. ``left`` are repositories and projects that nobody claims, with the reason."""

    teams: tuple[ProposedTeam, ...]
    left: tuple[Claim, ...] = ()


def proposed(
    landscape: Landscape,
    is_owned: Callable[[str], bool] = lambda _entry: False,
    configured: Mapping[str, str] = {},
) -> Proposal:
    """``is_owned`` tells of an entry whether a configured team has it; ``configured`` are slugs by their folded names.

    A team that is configured is not proposed again: what it might own besides is told as left.
    """
    draft = _Draft(landscape, is_owned)
    draft.teams_of_fields()
    draft.repositories()
    draft.projects()
    draft.components()
    draft.families()
    return draft.result(configured)


class _Draft:
    """A proposal as it grows."""

    def __init__(self, landscape: Landscape, is_owned: Callable[[str], bool]) -> None:
        self._seen, self._is_owned = landscape, is_owned
        self._teams: dict[str, ProposedTeam] = {}
        self._places: dict[str, dict[str, str]] = defaultdict(dict)
        """Repositories by the team that owns each, with the reason."""
        self._left: list[Claim] = []
        self._known = {(one.organization.casefold(), one.slug): one for one in landscape.teams}
        self._free = [one for one in landscape.repositories if not is_owned(f"github:{one}")]

    def teams_of_fields(self) -> None:
        """Whoever is named by Jira's own field is a team."""
        for name, keys in sorted(_named(self._seen.projects).items()):
            entry = f"field:{FIELD}={name}"
            if not self._is_owned(entry):
                self._claim(name, entry, f"Jira's field {FIELD} names it in {', '.join(keys)}")

    def repositories(self) -> None:
        """Those that CODEOWNERS or the rights of one team alone tell the owner of."""
        for place in self._free:
            found, reason = self._owner(place)
            if found is not None:
                key = self._team(found.name).slug
                self._places[key][place] = reason
                self._people(self._teams[key], found)
            elif reason:
                self._left.append(Claim(f"github:{place}", reason))

    def projects(self) -> None:
        """Each by its name, by its key, or by the team that most of its issues name; else it is a team of its own."""
        for project in self._seen.projects:
            entry = f"jira:{project.key}"
            if self._is_owned(entry):
                continue
            found, reason = self._team_of(project)
            if found:
                self._claim(found, entry, reason)
            else:
                self._left.append(Claim(entry, reason))

    def components(self) -> None:
        """Those that are called like a team which does not own the project as a whole."""
        for project in self._seen.projects:
            for name in project.components:
                team, entry = self._teams.get(folded(name)), f"component:{project.key}/{name}"
                if team is None or self._is_owned(entry) or _has(team, f"jira:{project.key}"):
                    continue
                team.claims.append(Claim(entry, "it is called like the team"))

    def families(self) -> None:
        """Repositories that nobody claims are of the team whose name, or whose project's key, theirs begins with."""
        taken = {place for places in self._places.values() for place in places}
        told = {claim.entry for claim in self._left}
        for place in self._free:
            word = family(place) or place.rpartition("/")[2].casefold()
            if place in taken or f"github:{place}" in told:
                continue
            fitting = [one for one in self._teams.values() if word in _words(one)]
            if len(fitting) == 1:
                self._places[fitting[0].slug][place] = f"its name begins with {word}"
            else:
                self._left.append(
                    Claim(f"github:{place}", "neither CODEOWNERS nor a team nor its name tells whose it is")
                )

    def result(self, configured: Mapping[str, str]) -> Proposal:
        """What was found, and repositories summed up."""
        for key, places in self._places.items():
            made = [Claim(f"github:{pattern}", why) for pattern, why in summed_up(places, self._seen.repositories)]
            self._teams[key].claims += made
        for slug in self._teams.keys() & configured.keys():
            where = f"it could be added to [teams.{configured[slug]}]: "
            self._left += [Claim(one.entry, where + one.reason) for one in self._teams.pop(slug).claims]
        teams = sorted(self._teams.values(), key=lambda one: (-len(one.claims), one.slug))
        return Proposal(tuple(one for one in teams if one.claims), tuple(self._left))

    def _team(self, name: str) -> ProposedTeam:
        key = folded(name)
        return self._teams.setdefault(key, ProposedTeam(key, name))

    def _claim(self, name: str, entry: str, reason: str) -> None:
        self._team(name).claims.append(Claim(entry, reason))

    def _people(self, team: ProposedTeam, found: GitHubTeam) -> None:
        if found.members and not team.members:
            team.members = tuple(f"github:@{login}" for login in found.members)
            team.members_reason = f"of the GitHub team {found.organization}/{found.slug}"

    def _owner(self, place: str) -> tuple[GitHubTeam | None, str]:
        organization = place.partition("/")[0].casefold()
        slugs = owning_teams(self._seen.code_owners.get(place, ""))
        if len(slugs) > 1:
            return None, f"CODEOWNERS names {', '.join(slugs)}"
        if slugs:
            found = self._known.get((organization, slugs[0]))
            return found or _unseen(place, slugs[0]), "CODEOWNERS names the team"
        return self._with_most_rights(organization, place)

    def _with_most_rights(self, organization: str, place: str) -> tuple[GitHubTeam | None, str]:
        of_place = [one for (owner, _), one in self._known.items() if owner == organization and place in one.places]
        by_rank = {rank: [one for one in of_place if one.places[place] == rank] for rank in RANKS}
        for rank in reversed(RANKS):
            if len(by_rank[rank]) == 1:
                return by_rank[rank][0], f"the GitHub team alone has {rank} rights"
            if by_rank[rank]:
                return None, f"{', '.join(one.slug for one in by_rank[rank])} have {rank} rights alike"
        return None, ""

    def _team_of(self, project: Project) -> tuple[str, str]:
        for name in (project.name, project.key):
            if folded(name) in self._teams:
                return self._teams[folded(name)].name, "it is called like the team"
        total = sum(project.teams.values())
        first = max(project.teams, key=lambda name: project.teams[name], default="")
        if total >= FEW_ISSUES and project.teams[first] >= MOST_ISSUES * total:
            return first, f"{project.teams[first]} of {total} issues that name a team name it"
        if len(project.teams) > 1:
            return "", f"its issues name {', '.join(sorted(project.teams))}"
        fitting = [one for key, one in self._teams.items() if begins(project.key, key)]
        if len(fitting) == 1:
            return fitting[0].name, "the team's name begins with its key"
        return project.name or project.key, "a team of its own, for nothing tells another"


def _named(projects: Iterable[Project]) -> dict[str, list[str]]:
    found = defaultdict(list)
    for project in projects:
        for name in project.teams:
            found[name].append(project.key)
    return found


def _words(team: ProposedTeam) -> Iterator[str]:
    """What a repository of the team may be called, or begin with."""
    yield from (team.slug, *team.slug.split("-")[:1])
    yield from (
        claim.entry.removeprefix("jira:").casefold() for claim in team.claims if claim.entry.startswith("jira:")
    )


def _has(team: ProposedTeam, entry: str) -> bool:
    return any(claim.entry == entry for claim in team.claims)


def _unseen(place: str, slug: str) -> GitHubTeam:
    """A team that a file names and nobody shows us."""
    return GitHubTeam(place.partition("/")[0], slug, slug)
