"""Takes a survey: everything that pages and the API show of one audit, as documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.overview.flows import flows
from service.reports.report import Report
from service.speech.plain import BARE
from service.survey import shown
from service.survey.findings import findings_of
from service.survey.map import map_of
from service.survey.mapped import Map  # noqa: TC001  # read by who encodes it
from service.survey.naming import flow_of
from service.survey.overview import overview_of
from service.survey.teams import lines_of, sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.audit import Audit
    from service.store.agendas import TeamDay

PLANS: Final = 2_000
"""So many plans are weighed one by one at most."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What one pass over everything that is known came to."""

    overview: shown.Overview
    lines: tuple[shown.TeamLine, ...]
    flows: tuple[shown.Flow, ...]
    sheets: dict[str, shown.TeamSheet]
    map: Map
    findings: tuple[shown.Finding, ...]
    dates: tuple[shown.Dated, ...]


def survey_of(audit: Audit, dates: Iterable[tuple[str, TeamDay]] = ()) -> Survey:
    """The survey of an audit, with the days that its issues bring to teams. Pure."""
    report = Report(audit, listed=PLANS)
    lines = lines_of(report)
    return Survey(
        overview=overview_of(report),
        lines=lines,
        flows=tuple(map(flow_of, flows(audit.between_teams))),
        sheets=sheets_of(report, lines),
        map=map_of(audit.graph),
        findings=tuple(findings_of(report)),
        dates=tuple(_dated(team, one) for team, one in dates),
    )


def _dated(team: str, one: TeamDay) -> shown.Dated:
    issue = shown.Issue(one.ref.site, one.ref.text, one.url, one.title)
    return shown.Dated(one.dated.day.isoformat(), one.dated.occasion.value, issue, team, BARE.text(one.dated.words))
