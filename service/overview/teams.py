"""Each team in a line: its plans, on whom it hangs, who hangs on it, and how it has kept its dates."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rules.odds.outlook import Outlook
from rules.odds.plans import leaning
from rules.odds.records import odds_of_team
from rules.rule import Severity
from rules.wholes import Container

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.columns import TeamRow
    from rules.odds.records import Figure
    from rules.rule import Finding
    from service.audit import Audit, TeamTally
    from service.pictures.waits import Waits


@dataclass(frozen=True, slots=True)
class TeamLine:
    """One team. ``hangs_on`` and ``hang_on_it`` count waits without a plan B, those with most first."""

    tally: TeamTally
    plans: int
    covered_plans: int
    hangs_on: tuple[Waits, ...]
    hang_on_it: tuple[Waits, ...]
    odds: Figure
    errors: int

    @property
    def team(self) -> TeamRow:
        """The team."""
        return self.tally.team


def team_lines(audit: Audit, waits: Sequence[Waits]) -> list[TeamLine]:
    """The teams, those first whose plans and waits hang most on others. Pure."""
    outlook = audit.graph.derived(Outlook)
    teams, team = audit.graph.columns.teams, audit.graph.columns.issues.team
    leans = leaning(outlook)
    plans = Counter(teams[int(team[plan])] for plan in outlook.plans)
    covered = Counter(teams[int(team[plan])] for plan in outlook.plans if not leans[plan])
    errors = Counter(team_of(one) for one in audit.findings if one.severity is Severity.ERROR)
    hangs_on: defaultdict[TeamRow, list[Waits]] = defaultdict(list)
    hang_on_it: defaultdict[TeamRow, list[Waits]] = defaultdict(list)
    for one in waits:
        if one.uncovered:
            hangs_on[one.waiting].append(one)
            hang_on_it[one.asked].append(one)
    assumptions, experience = audit.graph.policy.assumptions, audit.graph.experience
    lines = [
        TeamLine(
            tally=tally,
            plans=plans[tally.team],
            covered_plans=covered[tally.team],
            hangs_on=tuple(hangs_on[tally.team]),
            hang_on_it=tuple(hang_on_it[tally.team]),
            odds=odds_of_team(tally.team.slug, experience, assumptions),
            errors=errors[tally.team],
        )
        for tally in audit.tallies()
    ]
    return sorted(lines, key=_rank)


def team_of(finding: Finding) -> TeamRow | None:
    """The team that a finding is the matter of; ``None`` for a project or repository that none owns."""
    subject = finding.issue
    return None if isinstance(subject, Container) else subject.team


def _rank(line: TeamLine) -> tuple[int, int, int, str]:
    waits = line.tally.waits_on_others - line.tally.covered
    return line.covered_plans - line.plans, -waits, -sum(one.uncovered for one in line.hang_on_it), line.team.name
