"""What decides which way of working together fits one wait on another team, as figures and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.rule import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWERS = {
    True: "has said yes to an away team",
    False: "has said no to an away team",
    None: "was not asked about an away team",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """The figures of one open link to another team. The words made of them name no issue and no team."""

    supplier: bool = False
    """The asked one is an outside supplier."""
    ended: bool = False
    """The blocker was dropped, or is gone."""
    covered: bool = False
    """A fallback stands."""
    answer: bool | None = None
    """What the asked team said to an away team, if anything."""
    in_their_code: bool = False
    """A fallback is declared that is built in the asked team's project or repository."""
    practice: str = ""
    """The label of the organisation's settings that tells that it is work of a practice."""
    urgency: int = 0
    """The rank of the waiting work's priority among so many ``priorities``; 0 where nothing tells."""
    priorities: int = 5
    central: str = ""
    """What tells that its plan is a priority of the whole organisation."""
    teams: int = 2
    """That its plan needs."""
    meetings: int = 1
    """Open links between the two teams, either way."""
    waiting_plans: int = 0
    """Of the waiting team's ``plans``, those that wait on the asked one."""
    plans: int = 0
    asking: int = 1
    """Teams that wait on the asked one."""
    unanswered: int = 0
    """Asks of others at the asked team that it has neither begun nor understood."""
    integrator: bool = False
    """Somebody is named who weighs what is asked of it."""
    days: int = 1
    """Working days that people lent to it would be away at most."""
    days_known: str = "assumed"

    @property
    def lent(self) -> int:
        """Working days of a task force with one of each team on the plan."""
        return self.teams * self.days

    def words(self) -> Mapping[str, object]:
        """The figures as they are put into sentences."""
        shared = f"{self.waiting_plans} of {counted(self.plans, 'plan')}"
        ranked = f"of priority {self.urgency} of {self.priorities}" if self.urgency else "of no known priority"
        return {
            "answer": ANSWERS[self.answer],
            "practice": self.practice,
            "priority": ranked,
            "central": self.central,
            "matters": self._matters(ranked),
            "teams": counted(self.teams, "team"),
            "meetings": counted(self.meetings, "open link"),
            "sharing": f", and {shared} of the waiting one need the other" if self.waiting_plans else "",
            "asking": counted(self.asking, "team"),
            "unanswered": counted(self.unanswered, "ask"),
            "lent": f"{self.teams} x {self.days} = {self.lent} working days ({self.days_known})",
        }

    def _matters(self, ranked: str) -> str:
        if self.central:
            return f"its plan is a priority of the whole organisation ({self.central})"
        return f"the waiting work is {ranked}"
