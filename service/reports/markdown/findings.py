"""The findings by team, then by issue: what each team has to look at, the gravest first, and never too much of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from rules.rule import Severity, counted
from service.reports.issues import team_of
from service.reports.lists import ELSEWHERE, MORE
from service.reports.markdown.dress import named, put, sentence, titled, told
from service.speech.document import Code, Name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rules.rule import Finding
    from rules.wholes import Whole
    from service.audit import TeamTally
    from service.reports.report import Report

MOST_OF_A_TEAM: Final = 15
"""Findings. What is beyond these is counted: whoever has so many begins with the first ones."""
MOST_TEAMS: Final = 25
NO_TEAM: Final = "Of no team"


@dataclass(slots=True)
class Matter:
    """What was found at one team; without a tally, at none."""

    name: str
    tally: TeamTally | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def weight(self) -> tuple[list[int], str]:
        """Those with the most errors first, then the most warnings, and so on."""
        counts = Counter(finding.severity for finding in self.findings)
        return [-counts[severity] for severity in reversed(Severity)], self.name


def section(report: Report, room: int) -> Iterator[str]:
    """The new findings, in so many characters at most."""
    findings = report.audit.new_findings
    if not findings:
        return
    yield "## New findings" if report.compared else "## Findings"
    left = len(findings)
    for matter in _by_team(report, findings)[:MOST_TEAMS]:
        text = "\n\n".join(_of_team(matter))
        room -= len(text)
        if room < 0:
            break
        yield text
        left -= len(matter.findings)
    if left:
        yield f"And {counted(left, 'finding')} of other teams; {ELSEWHERE}."


def _by_team(report: Report, findings: Iterable[Finding]) -> list[Matter]:
    tallies = {tally.team.slug: tally for tally in report.audit.tallies()}
    matters: dict[str, Matter] = {}
    for finding in findings:
        team = team_of(finding.issue)
        slug = "" if team is None else team.slug
        if slug not in matters:
            matters[slug] = Matter(NO_TEAM if team is None else put(Name(team.name)), tallies.get(slug))
        matters[slug].findings.append(finding)
    return sorted(matters.values(), key=lambda matter: matter.weight)


def _of_team(matter: Matter) -> Iterator[str]:
    yield f"### {matter.name}: {counts_of(matter.findings)}"
    if matter.tally is not None and (words := _tallied(matter.tally)):
        yield words
    by_issue: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in matter.findings[:MOST_OF_A_TEAM]:
        by_issue[finding.issue.ref.address].append(finding)
    rows = [row for findings in by_issue.values() for row in _of_issue(findings)]
    if len(matter.findings) > MOST_OF_A_TEAM:
        rows.append(f"- {MORE.format(len(matter.findings) - MOST_OF_A_TEAM)}")
    yield "\n".join(rows)


def _of_issue(findings: Sequence[Finding]) -> Iterator[str]:
    yield f"- {titled(findings[0].issue)}"
    yield from (f"  - {_said(finding)}" for finding in findings)


def _said(finding: Finding) -> str:
    """What was found leads to the issues that it names; what to do can then be read, and copied.

    What is only reported asks for nothing: there is much of it.
    """
    ends: list[Whole] = [end for link in finding.links for end in (link.blocked, link.blocker)]
    ends += [finding.issue, *([] if finding.ticket is None else [finding.ticket])]
    what = f"**{finding.severity}** {put(Code(finding.name))}: {told(finding.message, ends)}."
    asked = finding.severity is not Severity.REPORT
    return f"{what} {sentence(told(finding.action, ends, named))}" if asked else what


def counts_of(findings: Iterable[Finding]) -> str:
    """``2 error, 1 warning``, the gravest first."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[severity]} {severity}" for severity in reversed(Severity) if counts[severity]) or "none"


def _tallied(tally: TeamTally) -> str:
    """How the team waits, and is waited on."""
    parts = []
    if tally.waits_on_others:
        covered = f"{tally.covered or 'none'} of them with a fallback that stands"
        parts.append(f"Waits on other teams: {tally.waits_on_others}, {covered}.")
    if tally.asked_by_others:
        parts.append(f"Waits of others on it: {tally.asked_by_others}.")
    return " ".join(parts)
