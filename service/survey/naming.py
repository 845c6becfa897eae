"""Views of a graph as the documents name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.columns import TeamRow
from rules.views import IssueView
from service.pictures.waits import Waits
from service.survey import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rules.odds.records import Figure
    from rules.odds.remedies import Remedy
    from rules.views import LinkView
    from rules.wholes import Whole


def issue_of(one: Whole) -> shown.Issue:
    """An issue, or what a report is about."""
    return shown.Issue(one.ref.site, one.ref.text, one.url, one.title)


def team_of(row: TeamRow) -> shown.Team:
    """A team."""
    return shown.Team(row.slug, row.name, row.configured)


def link_of(link: LinkView) -> shown.Link:
    """A link, with each of those once who said so."""
    sources = dict.fromkeys(str(said) for said in link.sources)
    return shown.Link(issue_of(link.blocked), issue_of(link.blocker), tuple(sources))


def flow_of(waits: Waits) -> shown.Flow:
    """Who waits on whom."""
    return shown.Flow(team_of(waits.waiting), team_of(waits.asked), waits.links, waits.covered)


def waits_of(flows: Sequence[shown.Flow]) -> list[Waits]:
    """The same as a picture takes it; each team is one object, for pictures look them up again and again."""
    rows: dict[str, TeamRow] = {}
    for team in (team for flow in flows for team in (flow.waiting, flow.asked)):
        if team.slug not in rows:
            rows[team.slug] = TeamRow(team.slug, team.name, team.configured)
    return [Waits(rows[flow.waiting.slug], rows[flow.asked.slug], flow.links, flow.covered) for flow in flows]


def figure_of(figure: Figure) -> shown.Figure:
    """Odds with their interval."""
    return shown.Figure(figure.odds, figure.low, figure.high, figure.known)


def remedy_of(remedy: Remedy) -> shown.Remedy:
    """The next fallback of a plan."""
    return shown.Remedy(
        link=link_of(remedy.link),
        plan=issue_of(IssueView(remedy.link.graph, remedy.plan)),
        odds_before=remedy.before,
        odds_after=remedy.after,
        days=remedy.lead.days,
        known=remedy.lead.known.value,
    )


def iso(day: date | None) -> str | None:
    """A day, or ``None`` for none."""
    return None if day is None else day.isoformat()
