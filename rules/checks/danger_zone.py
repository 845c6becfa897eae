"""DT402 danger-zone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.columns import NOBODY
from rules.model import State
from rules.odds.danger import in_danger
from rules.odds.outlook import Outlook
from rules.rule import Finding, Reach, Rule, Severity, counted
from rules.views import IssueView, LinkView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.graph import Graph
    from rules.odds.danger import Endangered


@dataclass(frozen=True, kw_only=True)
class DangerZone(Rule):
    """A plan waits on so much that it is not likely to ship.

    ## What it does
    Multiplies the odds of everything that a plan waits on, at any depth, and reports the plan where less comes out than
    `danger_odds` under `[policy]` (0.5). A plan is a planned issue without an open parent, with all of its parts. What
    is shared counts once, a fallback that stands makes up for what its blocker lacks, and what the plan's own team does
    counts as done. The odds of a team are its record: how often its work came by its date.
    A plan without any, because something was dropped, is blocker-dropped's matter.

    ## Why is this bad
    Each request alone looks likely. Five of them with four chances in five each come together in one case of three, and
    no plan says so.

    ## How to resolve
    Build the fallback that gains most for its cost, or take out of the plan what it can do without.
    """

    code = "DT402"
    name = "danger-zone"
    severity = Severity.WARNING
    reach = Reach.PLAN
    lasting = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding a plan, on its topmost issue, with the link that is the least likely to be met."""
        outlook, waived = graph.derived(Outlook), graph.waived(self.code, self.name)
        for one in in_danger(outlook, graph.policy.assumptions.danger_odds):
            weakest = None if one.weakest == NOBODY else LinkView(graph, one.weakest)
            if weakest is not None and weakest.blocker.state is State.DROPPED:
                continue
            yield self.on_issue(
                IssueView(graph, one.plan),
                _Words(outlook, one).message,
                _Words(outlook, one).action,
                links=() if weakest is None else (weakest,),
                severity=Severity.REPORT if weakest is not None and waived[weakest.row] else None,
            )


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said of a plan once somebody reads it: only then is it weighed exactly."""

    outlook: Outlook
    endangered: Endangered

    def message(self, plan: IssueView) -> str:
        asked = self.outlook.others_asked(plan.row)
        known = self.outlook.known_from(asked)
        blockers = counted(len(asked), "blocker")
        odds = (
            f"all that it needs comes in time with odds of {self.outlook.chance(plan.row)}, from {blockers} ({known})"
        )
        return f"{odds}{self._weakest()}"

    def action(self, _: IssueView) -> str:
        if self.endangered.weakest == NOBODY:
            return "ask the teams at the end of what it waits on, or take out of the plan what it can do without"
        blocker = LinkView(self.outlook.graph, self.endangered.weakest).blocker.ref
        return f"begin with {blocker}: plan a fallback for it, or do without it"

    def _weakest(self) -> str:
        if self.endangered.weakest == NOBODY:
            return ""
        link = LinkView(self.outlook.graph, self.endangered.weakest)
        chance = self.outlook.chance_of_ask(link.blocked.row, link.blocker.row)
        return f"; the weakest is {link.blocker.ref} of {link.blocker.team.name} at {chance} ({self._how(link)})"

    def _how(self, link: LinkView) -> str:
        if not link.crosses:
            return "what it waits on itself"
        deeper = " and what it waits on itself" if link.blocker.open_links() else ""
        return f"{self.outlook.figure(link.blocker.row).known}{deeper}"
