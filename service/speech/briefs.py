"""The need brief: the one comment on a blocker that sums up who asks for it. What should stand, ready to be stored.

It begins with an ask of a planned issue. Whatever else is asked is summed up in it. It folds when nobody asks any more,
or the issue is closed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.views import IssueView
from service.speech.asks import NeedBrief, asks_on, bare, bill_of, first_day
from service.speech.brief_wording import TOLD, document_of_brief
from service.speech.comments import UNNAMED
from service.speech.digests import cost_of, digest_of, seen, seen_by_ref
from service.speech.document import Document, Link, Paragraph, Strong, line
from service.speech.folds import CLOSED, may_fold
from service.speech.matters import understood_on
from service.speech.remarks import Remark, Tone
from service.speech.visibility import Sight, stated_on

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from rules.assembly import Assembled
    from rules.graph import Graph
    from rules.model import Ref
    from service.speech.asks import Ask
    from service.speech.comments import Operator
    from service.speech.digests import Plain

FINISHED = "this issue is closed"
UNASKED = "no other team waits on this now"


def briefs_for(
    graph: Graph, assembled: Assembled, *, said_on: Collection[Ref] = (), operator: Operator = UNNAMED
) -> dict[Ref, Remark]:
    """What should stand as a need brief on each judged issue for which somebody asks, by its ref. Pure.

    ``said_on`` are the issues on which one was begun before: where nobody asks any more it folds.
    """
    asks = asks_on(graph)
    rows = (assembled.register.find(ref) for ref in said_on)
    begun = {row for row in rows if row is not None and graph.judged_now[row]}
    understood = understood_on(asks.keys() | begun, assembled)
    found: dict[Ref, Remark] = {}
    for row in sorted(asks.keys() | begun):
        issue = IssueView(graph, row)
        if row in asks:
            sight = Sight(issue, stated_on(issue.ref, understood[row]))
            found[issue.ref] = _asked(NeedBrief(issue, tuple(asks[row]), sight), operator)
        elif may_fold(issue):
            found[issue.ref] = _folded(issue, operator)
    return found


def event_of(asker: Ref) -> str:
    """The event that an issue asks: whoever keeps it may know the asker by something that never changes."""
    return f"ask:{asker.site}:{asker.text}"


def _asked(brief: NeedBrief, operator: Operator) -> Remark:
    tone = Tone.ASKED if brief.begins else Tone.LISTED
    events = frozenset(event_of(ask.asker.ref) for ask in brief.asks)
    return Remark(tone, events, digest_of(Tone.ASKED, told_by_brief(brief)), document_of_brief(brief, operator))


def _folded(issue: IssueView, operator: Operator) -> Remark:
    why = FINISHED if issue.state in CLOSED else UNASKED
    page = operator.page_of(issue.ref)
    more = line(" More on ", Link("its page", page), ".") if page else ()
    text = line(Strong(line("Settled:")), f" {why}.", more)
    return Remark(Tone.FOLDED, frozenset(), digest_of(Tone.FOLDED, why), Document((Paragraph(text),)))


def told_by_brief(brief: NeedBrief) -> list[Plain]:
    """All that a need brief tells, free of our words. The words of a reason are what is told."""
    bill, answer = bill_of(brief.asks), brief.answer
    away: Plain = None if answer is None else [answer.away_team, answer.guide, _iso(answer.away_until)]
    return [
        [len(brief.asks), _iso(first_day(brief.asks))],
        [_ask(ask, brief.sight) for ask in brief.seen[:TOLD]],
        [len(brief.seen), _hidden(brief.hidden)],
        [bill.fallbacks, bill.told, cost_of(bill.cost)],
        [brief.issue.understood, away],
    ]


def _ask(ask: Ask, sight: Sight) -> Plain:
    asker, fallback = ask.asker, ask.fallback
    why = ask.reason[0] if ask.reason and sight.shows_title(ask.reason[1]) else None
    instead: Plain = None
    if fallback is not None:
        instead = [seen_by_ref(fallback.ticket, sight), cost_of(fallback.declared.cost)]
    return [seen(asker, sight), _iso(asker.needed_by), asker.needed_from.name, asker.planned, why, instead]


def _hidden(asks: Sequence[Ask]) -> Plain:
    bill = bill_of(asks)
    return [len(asks), len(bare(asks)), _iso(first_day(asks)), cost_of(bill.cost) if len(asks) == 1 else None]


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
