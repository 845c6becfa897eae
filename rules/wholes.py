"""What a finding may be on, beside an issue: a project or repository, a team, or what is between two teams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rules.model import TEAM_SITE, Ref
from rules.views import IssueView

if TYPE_CHECKING:
    from rules.columns import TeamRow


@dataclass(frozen=True, slots=True)
class Container:
    """A project or repository as the subject of a finding."""

    ref: Ref
    """The site, and the project or repository in place of an issue's address."""

    @property
    def title(self) -> str:
        """Containers have none."""
        return ""

    @property
    def url(self) -> str:
        """Not known from issues."""
        return ""


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team as the subject of a finding on the organisation, or what is between it and another one."""

    team: TeamRow
    other: TeamRow | None = None

    @property
    def ref(self) -> Ref:
        """What stands in place of an issue's address."""
        return self.refs[0]

    @property
    def refs(self) -> list[Ref]:
        """The same of both teams."""
        return [Ref(TEAM_SITE, team.slug) for team in (self.team, self.other) if team is not None]

    @property
    def title(self) -> str:
        """The team's name."""
        return self.team.name

    @property
    def url(self) -> str:
        """Trackers know no page of a team."""
        return ""


Whole: TypeAlias = IssueView | Container | TeamView
"""What a finding is on, if on no single link."""
