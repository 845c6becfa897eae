"""Teams as the documents show them: each in a line among all, and in a sheet of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from service.overview.flows import flows
from service.overview.teams import team_lines, team_of
from service.survey import shown
from service.survey.inbox import inboxes
from service.survey.naming import figure_of, flow_of, iso, issue_of
from service.survey.naming import team_of as named
from service.survey.plans import plan_of

if TYPE_CHECKING:
    from rules.columns import TeamRow
    from rules.costs.ledger import Hack
    from service.overview.teams import TeamLine
    from service.reports.report import Report


def lines_of(report: Report) -> tuple[shown.TeamLine, ...]:
    """The teams, those first whose plans and waits hang most on others. Pure."""
    found: defaultdict[TeamRow | None, Counter[str]] = defaultdict(Counter)
    for finding in report.audit.findings:
        found[team_of(finding)][str(finding.severity)] += 1
    waits = flows(report.audit.between_teams)
    return tuple(_line(line, found[line.team]) for line in team_lines(report.audit, waits))


def sheets_of(report: Report, lines: tuple[shown.TeamLine, ...]) -> dict[str, shown.TeamSheet]:
    """All that is shown of each team, by its slug. Pure."""
    plans: defaultdict[str, list[shown.Plan]] = defaultdict(list)
    for one in report.plans.listed:
        plans[one.issue.team.slug].append(plan_of(one))
    hacks: defaultdict[str, list[Hack]] = defaultdict(list)
    for hack in report.guidance.ledger.whole.hacks:
        hacks[hack.team.slug].append(hack)
    asked = inboxes(report.audit.graph)
    return {
        slug: shown.TeamSheet(
            line=line,
            plans=tuple(plans[slug]),
            inbox=asked.get(slug, ()),
            hacks=tuple(map(_hack, sorted(hacks[slug], key=lambda hack: -hack.price.keep.days))),
        )
        for line in lines
        for slug in [line.team.slug]
    }


def _line(line: TeamLine, found: Counter[str]) -> shown.TeamLine:
    tally = line.tally
    return shown.TeamLine(
        team=named(line.team),
        figures=shown.Figures(
            open_issues=tally.open_issues,
            across_teams=tally.waits_on_others,
            covered=tally.covered,
            plans=line.plans,
            plans_alone=line.covered_plans,
            findings=dict(found),
        ),
        asked_by_others=tally.asked_by_others,
        hangs_on=tuple(map(flow_of, line.hangs_on)),
        hang_on_it=tuple(map(flow_of, line.hang_on_it)),
        odds=figure_of(line.odds),
    )


def _hack(hack: Hack) -> shown.Hack:
    return shown.Hack(
        ticket=issue_of(hack.ticket),
        team=named(hack.team),
        kind=hack.kind.name.lower().replace("_", " "),
        since=iso(hack.since),
        lives=hack.lives,
        keep=hack.price.keep.days,
        keep_known=hack.price.keep.known.value,
        paid=hack.paid,
        blockers=tuple(map(issue_of, hack.blockers)),
        migration=None if hack.migration is None else issue_of(hack.migration),
    )
