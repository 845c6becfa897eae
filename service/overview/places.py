"""What those who wait on each other are called: teams, or the projects and repositories that stand in for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.audit import Audit


@dataclass(frozen=True, slots=True)
class Places:
    """The noun for one and for several, and whether teams are configured."""

    one: str
    many: str
    configured: bool

    def counted(self, count: int) -> str:
        """``1 team``, ``3 projects``."""
        return f"{count} {self.one if count == 1 else self.many}"

    @classmethod
    def of(cls, audit: Audit) -> Places:
        """What an audit's teams are."""
        columns = audit.graph.columns
        if any(team.configured for team in columns.teams):
            return cls("team", "teams", configured=True)
        trackers = {container.partition(":")[0] for container in columns.containers} & set(CALLED)
        if len(trackers) == 1:
            return cls(*CALLED[trackers.pop()], configured=False)
        return cls("project or repository", "projects and repositories", configured=False)


CALLED = {"jira": ("project", "projects"), "github": ("repository", "repositories")}
