"""What a report tells whoever sets the priorities for all teams: as the JSON's ``council``, and as a few lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from service.reports.days import many
from service.reports.issues import issue_json
from service.reports.lists import rest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.advice.council import Ask, Contested

MOST_LINES = 3
MOST_ASKS = 3
LISTED = 50
"""Teams in the JSON, asks of each, and who waits on each."""


def document(agenda: Sequence[Contested]) -> list[dict[str, Any]]:
    """The ``council`` of an audit's JSON."""
    return [
        {
            "team": one.asked.slug,
            "asking_teams": one.teams,
            "unanswered": one.unanswered,
            "count": len(one.asks),
            "asks": [_ask(ask) for ask in one.asks[:LISTED]],
        }
        for one in agenda[:LISTED]
    ]


def lines(agenda: Sequence[Contested]) -> Iterator[str]:
    """The teams at which asks compete, with what presses most; nothing where none do."""
    if agenda:
        yield "Asks compete here, for whoever sets the priorities of all teams to weigh:"
    for one in agenda[:MOST_LINES]:
        asks = ", ".join(f"{ask.ticket.ref} {pressing(ask)}" for ask in one.asks[:MOST_ASKS])
        count = f"{many(one.teams, 'team')} and {many(len(one.asks), 'ticket')}"
        more = f" and {len(one.asks) - MOST_ASKS} more" if len(one.asks) > MOST_ASKS else ""
        yield f"  {one.asked.name} ({count}): {asks}{more}"
    yield from rest(len(agenda), MOST_LINES)


def pressing(ask: Ask) -> str:
    """What makes an ask urgent: ``(for 2 teams; priority 1; needed by 24 Dec 2026)``."""
    what = [f"for {many(ask.teams, 'team')}"]
    if ask.urgency:
        what.append(f"priority {ask.urgency}")
    if (day := ask.needed_by) is not None:
        what.append(f"needed by {day:%d %b %Y}")
    return f"({'; '.join(what)})"


def _ask(ask: Ask) -> dict[str, Any]:
    day = ask.needed_by
    return {
        "ticket": issue_json(ask.ticket),
        "teams": ask.teams,
        "urgency": ask.urgency or None,
        "needed_by": None if day is None else day.isoformat(),
        "count": len(ask.waiting),
        "waiting": [issue_json(one) for one in ask.waiting[:LISTED]],
    }
