"""Takes a survey: everything that pages and the API show of one audit, as documents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.overview.flows import flows
from service.reports.report import Report
from service.survey import shown
from service.survey.findings import findings_of
from service.survey.map import map_of
from service.survey.naming import flow_of
from service.survey.overview import overview_of
from service.survey.teams import lines_of, sheets_of

if TYPE_CHECKING:
    from service.audit import Audit

PLANS: Final = 2_000
"""So many plans are weighed one by one at most."""


def survey_of(audit: Audit) -> shown.Survey:
    """The survey of an audit. Pure."""
    report = Report(audit, listed=PLANS)
    lines = lines_of(report)
    return shown.Survey(
        overview=overview_of(report),
        lines=lines,
        flows=tuple(map(flow_of, flows(audit.between_teams))),
        sheets=sheets_of(report, lines),
        map=map_of(audit.graph),
        findings=tuple(findings_of(report)),
    )
