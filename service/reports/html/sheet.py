"""What the page is made of: each part of the report as its template takes it, no longer than a person reads."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from rules.rule import Severity, counted
from service.overview.caveats import caveats
from service.overview.changes import changes
from service.overview.fallbacks import false_fallbacks, next_fallbacks
from service.overview.figures import figures
from service.overview.first_steps import first_steps
from service.overview.flows import flows
from service.overview.headline import headline
from service.overview.places import Places
from service.overview.teams import team_lines, team_of
from service.pictures.matrix import matrix
from service.pictures.network import network
from service.reports.html.cuts import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rules.advice.council import Contested
    from rules.columns import TeamRow
    from rules.costs.ledger import Hack, Ledger
    from rules.odds.remedies import Remedy
    from rules.rule import Finding
    from service.accepted import Accepted
    from service.guidance import GuidedPlan
    from service.overview.changes import Changes
    from service.overview.figures import Tile
    from service.overview.first_steps import Step
    from service.overview.headline import Headline
    from service.overview.teams import TeamLine
    from service.pictures.drawing import Picture
    from service.pictures.waits import Waits
    from service.plans import PlanOdds
    from service.reports.report import Report

TEAMS: Final = 60
FINDINGS: Final = 800
"""Findings in all; each team has its share."""
FEWEST: Final = 5
NOTES: Final = 20


@dataclass(frozen=True, slots=True)
class TeamFindings:
    """What was found on the issues of one team; of none, for ``team`` ``None``."""

    team: TeamRow | None
    counts: str
    findings: Cut[Finding]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the report: whether there is anything to tell, and what is said otherwise."""

    id: str
    title: str
    told: bool
    otherwise: str


class Sheet:
    """One report as the template asks for it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.audit = report.audit
        self.places = Places.of(report.audit)
        self.version = version("detour")
        self.assumptions = report.audit.graph.policy.assumptions
        self.advice_settings = report.audit.graph.policy.advice
        self.overall = report.audit.graph.experience.overall

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts in their order."""
        many, most = self.places.many, self.advice_settings.asking_teams
        crowded = f"Nowhere do asks of more than {most} {many} compete."
        certain = "No plan waits on anything uncertain." if self.report.plans.count else "Nothing here is planned."
        return (
            Part("teams", f"{many[0].upper()}{many[1:]}", bool(self.teams.shown), "There is no open issue."),
            Part("whom", "Who waits on whom", bool(self._flows), "Nobody waits on anybody else."),
            Part("plans", "Plans at risk", bool(self.worst.shown), certain),
            Part("next", "Cheapest next fallbacks", bool(self.next.shown), "No single one would raise a plan's odds."),
            Part("false", "False fallbacks", bool(self.false.shown), "No declared fallback is false."),
            Part("advice", "Advice for plans in danger", bool(self.advice.shown), "No plan is in danger."),
            Part("council", "Agenda for the product council", bool(self.council.shown), crowded),
            Part("ledger", "Hack ledger", bool(self.hacks.shown), "No hack lives, as far as anybody declared one."),
            Part("accepted", "Accepted risks", bool(self.accepted.shown), "Nobody has accepted a risk."),
            Part("findings", f"All findings, by {self.places.one}", bool(self.by_team.shown), "Nothing was found."),
            Part(
                "caveats", "What was read, and what not", bool(self.caveats), "Everything that was there could be read."
            ),
        )

    @cached_property
    def failures(self) -> list[str]:
        """Why the report is not complete, if it is not."""
        failed = [f"{one.site} could not be read to the end" for one in self.audit.extents if one.failed]
        crashed = len(self.audit.crashes)
        return [*failed, *([f"{counted(crashed, 'rule')} crashed"] if crashed else [])]

    def has(self, part: str) -> bool:
        """Whether there is anything to tell in a part."""
        return any(one.told for one in self.parts if one.id == part)

    @cached_property
    def headline(self) -> Headline:
        """What is read in ten seconds."""
        return headline(self.audit, self.report.horizons)

    @cached_property
    def tiles(self) -> list[Tile]:
        """The figures beneath it."""
        return figures(self.report)

    @cached_property
    def steps(self) -> list[Step]:
        """Where to act first."""
        return first_steps(self.report)

    @cached_property
    def changes(self) -> Changes | None:
        """What changed since the baseline, if one was given."""
        return changes(self.audit, self.report.accepted) if self.report.compared else None

    @cached_property
    def teams(self) -> Cut[TeamLine]:
        """The teams, those that hang most on others first."""
        return Cut.of(team_lines(self.audit, self._flows), TEAMS)

    @cached_property
    def matrix(self) -> Picture | None:
        """Who waits on whom, if anybody does."""
        return matrix(self._flows) if self._flows else None

    @cached_property
    def network(self) -> Picture | None:
        """The same as a graph."""
        return network(self._flows) if self._flows else None

    @cached_property
    def _flows(self) -> tuple[Waits, ...]:
        return flows(self.audit.between_teams)

    @cached_property
    def worst(self) -> Cut[PlanOdds]:
        """The plans with the least odds; none that is sure to land."""
        doubtful = [one for one in self.report.plans.listed if one.chance.odds != 1]
        more = max(0, self.report.plans.waiting - len(self.report.plans.listed))
        shown = Cut.of(doubtful)
        return Cut(shown.shown, shown.left_out + more)

    @cached_property
    def next(self) -> Cut[Remedy]:
        """The fallbacks that gain most a day of work."""
        return Cut.of(next_fallbacks(self.report.plans), 10)

    @cached_property
    def false(self) -> Cut[Finding]:
        """Fallbacks that are none."""
        return Cut.of(false_fallbacks(self.audit.findings))

    @cached_property
    def advice(self) -> Cut[GuidedPlan]:
        """What may help the plans in danger."""
        rows = {one.issue.row for one in self.report.plans.endangered}
        return Cut.of((one for one in self.report.guidance.plans if one.plan.row in rows), 10)

    @cached_property
    def council(self) -> Cut[Contested]:
        """Where asks compete."""
        return Cut.of(self.report.guidance.council, 8)

    @cached_property
    def ledger(self) -> Ledger:
        """What hacks cost."""
        return self.report.guidance.ledger

    @cached_property
    def hacks(self) -> Cut[Hack]:
        """The living hacks, the dearest first."""
        return Cut.of(sorted(self.ledger.whole.living, key=lambda hack: -hack.price.keep.days))

    @cached_property
    def accepted(self) -> Cut[Accepted]:
        """The risks that somebody has accepted."""
        return Cut.of(self.report.accepted, NOTES)

    @cached_property
    def by_team(self) -> Cut[TeamFindings]:
        """All findings, as far as there is room, team by team; those with the gravest first."""
        found: defaultdict[TeamRow | None, list[Finding]] = defaultdict(list)
        for finding in self.audit.findings:
            found[team_of(finding)].append(finding)
        most = max(FEWEST, FINDINGS // max(1, min(len(found), TEAMS)))
        groups = (TeamFindings(team, _counts(some), Cut.of(some, most)) for team, some in found.items())
        return Cut.of(groups, TEAMS)

    @cached_property
    def caveats(self) -> list[tuple[str, Cut[str]]]:
        """What could not be known, under headings."""
        return [(title, Cut.of(notes, NOTES)) for title, notes in caveats(self.audit)]


def _counts(findings: Sequence[Finding]) -> str:
    """``3 errors, 1 warning``."""
    counts = Counter(one.severity for one in findings)
    words = {Severity.INFO: ("info", "infos"), Severity.REPORT: ("report", "reports")}
    return ", ".join(
        f"{counts[level]} {words.get(level, (str(level), f'{level}s'))[counts[level] > 1]}"
        for level in reversed(Severity)
        if counts[level]
    )
