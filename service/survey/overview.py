"""The overview as a document: what a director reads first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.audit import severities
from service.overview.caveats import caveats
from service.overview.fallbacks import next_fallbacks
from service.overview.figures import figures
from service.overview.first_steps import first_steps
from service.overview.headline import headline
from service.overview.places import Places
from service.survey import shown
from service.survey.naming import issue_of, remedy_of
from service.survey.plans import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.reports.report import Report

MOST_PLANS: Final = 12
MOST_FALLBACKS: Final = 10
MOST_NOTES: Final = 20


def overview_of(report: Report) -> shown.Overview:
    """The overview of a report. Pure."""
    audit, places, plans = report.audit, Places.of(report.audit), report.plans
    told = headline(audit, report.horizons)
    doubtful = [one for one in plans.listed if one.chance.odds != 1]
    return shown.Overview(
        place=places.one,
        places=places.many,
        read=audit.count(audit.graph.columns.issues.read),
        headline=told.big,
        more=told.more,
        tiles=tuple(shown.Tile(one.value, one.what, one.section, one.bad) for one in figures(report)),
        steps=tuple(
            shown.Step(one.what, one.why, one.section, tuple(map(issue_of, one.issues))) for one in first_steps(report)
        ),
        figures=figures_of(report),
        plans=tuple(map(plan_of, doubtful[:MOST_PLANS])),
        plans_in_danger=plans.in_danger,
        danger_odds=plans.danger_odds,
        fallbacks=tuple(map(remedy_of, next_fallbacks(plans)[:MOST_FALLBACKS])),
        notes=tuple(_notes(report)),
    )


def figures_of(report: Report) -> shown.Figures:
    """The figures of everything. Pure."""
    audit, whole = report.audit, report.horizons[-1]
    across, together = audit.between_teams, whole.together
    return shown.Figures(
        open_issues=audit.count(audit.graph.in_scope),
        across_teams=len(across),
        covered=len(across.covered()),
        plans=whole.reliance.plans,
        plans_alone=whole.reliance.covered,
        findings=dict(severities(audit.findings)),
        odds=None if together.stuck == together.plans else together.chance.odds,
    )


def _notes(report: Report) -> Iterator[str]:
    """What could not be known."""
    for what, notes in caveats(report.audit):
        yield from (f"{what}: {note}" for note in notes[:MOST_NOTES])
        if len(notes) > MOST_NOTES:
            yield f"{what}: and {len(notes) - MOST_NOTES} more"
