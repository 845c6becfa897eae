"""What others ask of a team, as an inbox: the issues on which most plans hang first."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Final

from rules.odds.hanging import Hanging
from rules.odds.outlook import Outlook
from rules.views import IssueView
from service.speech.asks import asks_on, first_day
from service.survey import shown
from service.survey.naming import iso, issue_of, team_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rules.graph import Graph
    from rules.model import Need
    from service.speech.asks import Ask

MOST_ISSUES: Final = 100
"""Of a team's inbox; the others are no matter of today."""
MOST_ASKS: Final = 20


def inboxes(graph: Graph) -> Mapping[str, tuple[shown.Asked, ...]]:
    """What is asked of each team, by its slug. Pure."""
    hanging = Hanging(graph.derived(Outlook))
    found: defaultdict[str, list[tuple[int, date, int]]] = defaultdict(list)
    asked = asks_on(graph)
    for row, asks in asked.items():
        rank = -len(hanging.plans(row)), first_day(asks) or date.max, row
        found[IssueView(graph, row).team.slug].append(rank)
    return {
        slug: tuple(_asked(graph, row, asked[row], -plans) for plans, _, row in sorted(some)[:MOST_ISSUES])
        for slug, some in found.items()
    }


def _asked(graph: Graph, row: int, asks: Sequence[Ask], plans: int) -> shown.Asked:
    issue = IssueView(graph, row)
    return shown.Asked(
        issue=issue_of(issue),
        plans=plans,
        needed_by=iso(first_day(asks)),
        asks=tuple(_ask(ask) for ask in asks[:MOST_ASKS]),
        more=max(0, len(asks) - MOST_ASKS),
        answer=_answer(issue.need),
    )


def _ask(ask: Ask) -> shown.Ask:
    fallback, reason = ask.fallback, ask.reason
    return shown.Ask(
        issue=issue_of(ask.asker),
        team=team_of(ask.asker.team),
        planned=ask.asker.planned,
        needed_by=iso(ask.asker.needed_by),
        because="" if reason is None else reason[0],
        said_on=None if reason is None else issue_of(reason[1]),
        fallback=None if fallback is None else issue_of(fallback.ticket),
    )


def _answer(need: Need) -> str:
    """What the team answered about an away team, if it did."""
    if need.away_team is None:
        return ""
    guide = f", guided by {need.guide}" if need.guide else ""
    until = f", until {need.away_until:%d %b %Y}" if need.away_until else ""
    return f"an away team may come{guide}{until}" if need.away_team else "no away team may come"
