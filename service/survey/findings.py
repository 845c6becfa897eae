"""Findings as the documents show them: those that are told, and those that somebody has accepted as a risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.wholes import Container
from service.survey import shown
from service.survey.naming import iso, issue_of, link_of, team_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.rule import Finding
    from rules.statements import Waiver
    from service.reports.report import Report


def findings_of(report: Report) -> Iterator[shown.Finding]:
    """All of them, in the order of the report. Pure."""
    yield from (finding_of(one) for one in report.audit.findings)
    yield from (finding_of(one.finding, one.waiver) for one in report.accepted)


def finding_of(finding: Finding, waiver: Waiver | None = None) -> shown.Finding:
    """One finding, put in words."""
    subject = finding.issue
    return shown.Finding(
        key=finding.key,
        code=finding.code,
        name=finding.name,
        severity=str(finding.severity),
        speaks=finding.speaks,
        issue=issue_of(subject),
        team=None if isinstance(subject, Container) else team_of(subject.team),
        message=finding.message,
        action=finding.action,
        fallback=None if finding.ticket is None else issue_of(finding.ticket),
        links=tuple(map(link_of, finding.links)),
        waiver=None if waiver is None else shown.Waiver(iso(waiver.until), waiver.because, waiver.author or ""),
    )
