"""Who owns an issue: the most specific configured owner, else its container (rulebook, section 2, "Team")."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from rules.policy import Owned, Specificity, Team

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rules.model import Issue, Ref

WILDCARDS = "*?["


@dataclass(frozen=True, slots=True)
class Ownership:
    """The owner of an issue. ``team`` is ``None`` where no configured team owns it; ``tied`` lists equal claims."""

    team: Team | None
    tied: tuple[Team, ...] = ()


UNOWNED = Ownership(None)


class Owners:
    """Answers who owns an issue, by the teams in the order of the configuration."""

    def __init__(self, teams: Sequence[Team]) -> None:
        self.teams = tuple(teams)
        self._claims = {
            kind: [(owned, team) for team in teams for owned in team.owns if owned.kind is kind] for kind in Specificity
        }
        self._by_itself = [(values_of, claims) for kind, values_of in _VALUES.items() if (claims := self._claims[kind])]
        self._by_container: dict[tuple[str, str], Ownership] = {}

    def of_issue(self, issue: Issue) -> Ownership:
        """The owner of an issue that was read."""
        return self.by_itself(issue) or self.of_container(issue.ref)

    def by_itself(self, issue: Issue) -> Ownership | None:
        """The owner by what an issue has beside its address: its labels, components and fields."""
        for values_of, claims in self._by_itself:
            values = values_of(issue)
            if found := _first([team for owned, team in claims if _claims_any(owned, values)]):
                return found
        return None

    def of_container(self, ref: Ref) -> Ownership:
        """The owner of an issue of which only the address is known."""
        container = ref.tracker, ref.container
        if container not in self._by_container:
            self._by_container[container] = self._owner_of_container(*container)
        return self._by_container[container]

    def _owner_of_container(self, tracker: str, container: str) -> Ownership:
        claims = sorted(self._claims_on(tracker, container), key=lambda claim: claim[0], reverse=True)
        best = [team for rank, team in claims if rank == claims[0][0]]
        return _first(best) or UNOWNED

    def _claims_on(self, tracker: str, container: str) -> Iterator[tuple[tuple[bool, int], Team]]:
        for owned, team in self._claims[Specificity.CONTAINER]:
            if owned.within == tracker and fnmatchcase(container.casefold(), owned.pattern.casefold()):
                yield _rank(owned.pattern), team


_VALUES: Final[Mapping[Specificity, Callable[[Issue], list[tuple[str, str]]]]] = {
    Specificity.LABEL: lambda issue: [("", label) for label in issue.labels],
    Specificity.COMPONENT: lambda issue: [(issue.ref.container, component) for component in issue.components],
    Specificity.FIELD: lambda issue: list(issue.fields),
}
"""What of an issue a team may own by, with where it is valid; the most specific first."""


def _rank(pattern: str) -> tuple[bool, int]:
    """A whole name is more specific than a glob, a glob with more fixed letters than one with fewer."""
    fixed = sum(character not in WILDCARDS for character in pattern)
    return fixed == len(pattern), fixed


def _claims_any(owned: Owned, values: list[tuple[str, str]]) -> bool:
    return any(
        (not owned.within or owned.within.casefold() == within.casefold())
        and owned.pattern.casefold() == value.casefold()
        for within, value in values
    )


def _first(teams: list[Team]) -> Ownership | None:
    distinct = tuple(dict.fromkeys(teams))
    if not distinct:
        return None
    return Ownership(distinct[0], distinct if len(distinct) > 1 else ())
