"""A need brief in words: who asks, why, by when, what they would do instead and at what cost, and how to answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from service.speech.asks import bare, bill_of, first_day
from service.speech.clauses import on
from service.speech.comments import DATED_BY, ROWS, about
from service.speech.document import Code, Details, Document, Link, Paragraph, Quoted, Rows, Strong, capitalised, line
from service.speech.echoes import costs_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rules.views import FallbackView
    from service.speech.asks import Ask, NeedBrief
    from service.speech.comments import Operator
    from service.speech.document import Block, Line
    from service.speech.visibility import Sight

TOLD: Final = 20
"""How many asks are told one by one, all but the first few of them folded away; the others are counted."""
NO_REPLY_NEEDED: Final = "No reply needed: an answer either way helps."
UNDERSTOOD: Final = "It is understood here, which is no promise."
HOW_TO_ANSWER: Final = Rows(
    (
        line(Code("/detour understood"), " in a comment: you have understood what is asked. It promises nothing."),
        line(Code("Away team: yes, guide @WHO, until DATE"), ": they may do it in your code, for a while."),
        line(Code("Away team: no, no bandwidth"), ": they may not. That is an answer, too."),
        line("Closing this as not planned tells those who wait to do what they would do instead."),
    )
)


def document_of_brief(brief: NeedBrief, operator: Operator) -> Document:
    """The need brief on an issue for which somebody asks. Pure."""
    told = brief.seen[:TOLD]
    at_once = ROWS - bool(brief.hidden)
    return Document(
        (
            Paragraph(_headline(brief)),
            Rows((*(_row(ask, brief.sight) for ask in told[:at_once]), *_hidden(brief.hidden))),
            *_bill(brief),
            *_answers(brief),
            Details("How to answer", (HOW_TO_ANSWER,)),
            *_folded(brief, told[at_once:], operator),
            Details("Who runs this", (about(brief.sight, operator),)),
        )
    )


def _headline(brief: NeedBrief) -> Line:
    if len(brief.asks) == 1:
        who = capitalised(line(brief.sight.with_team(brief.asks[0].asker), " waits on this"))
    else:
        who = line(f"{len(brief.asks)} issues of other teams wait on this")
    reply = UNDERSTOOD if brief.issue.understood else NO_REPLY_NEEDED
    return line(Strong(line(who, _by(brief.asks), ".")), f" {reply}")


def _by(asks: Sequence[Ask]) -> str:
    """When the first of some is needed."""
    first = first_day(asks)
    if first is None:
        return ""
    return f", needed by {on(first)}" if len(asks) == 1 else f", the first needed by {on(first)}"


def _row(ask: Ask, sight: Sight) -> Line:
    """Who asks, by when, why, and what would be done instead."""
    asker = ask.asker
    source = DATED_BY.get(asker.needed_from)
    day = "no day is named" if asker.needed_by is None else f"needed by {on(asker.needed_by)}"
    when = f"{day} ({source})" if source else day
    planned = "" if asker.planned else ", not planned"
    return line(sight.in_full(asker), f": {when}{planned}", _why(ask, sight), ". ", _instead(ask, sight))


def _why(ask: Ask, sight: Sight) -> Line:
    """The reason in its own words, if the issue that gives it may be quoted here."""
    if ask.reason is None:
        return ()
    because, said_on = ask.reason
    return line(", because ", Quoted(because)) if sight.shows_title(said_on) else ()


def _instead(ask: Ask, sight: Sight) -> Line:
    if ask.fallback is None:
        return line("It has no plan B.")
    return line("Its plan B is ", sight.ref(ask.fallback.ticket), f": {_costs(ask.fallback)}.")


def _costs(fallback: FallbackView) -> str:
    return ", ".join(costs_in_words(fallback.declared.cost)) or "nobody has said what it costs"


def _hidden(asks: Sequence[Ask]) -> Iterator[Line]:
    """Those whose names and words may not be told: how many they are, by when, and in figures what they would do."""
    if asks:
        who = "1 issue in another project" if len(asks) == 1 else f"{len(asks)} issues in other projects"
        yield line(f"{who}{_by(asks)}. {_plans(asks)}")


def _plans(asks: Sequence[Ask]) -> str:
    """Whether they have a plan B."""
    if len(asks) == 1:
        fallback = asks[0].fallback
        return "It has no plan B." if fallback is None else f"It has a plan B: {_costs(fallback)}."
    without = len(bare(asks))
    if without in (0, len(asks)):
        return "None of them has a plan B." if without else "All of them have a plan B."
    return f"{without} of them {'has' if without == 1 else 'have'} no plan B."


def _bill(brief: NeedBrief) -> Iterator[Block]:
    """What several fallbacks cost together, whoever may know of them; of one its row says it."""
    bill = bill_of(brief.asks)
    if bill.told > 1:
        said = "" if bill.told == bill.fallbacks else f", as far as {bill.told} of {bill.fallbacks} say so"
        yield Paragraph(line(f"Together their plan Bs cost: {', '.join(costs_in_words(bill.cost))}{said}."))


def _answers(brief: NeedBrief) -> Iterator[Block]:
    """What the asked team has said of an away team."""
    answer = brief.answer
    if answer is not None and answer.away_team:
        guide = line(", with ", Quoted(answer.guide), " as its guide") if answer.guide else ()
        until = f", until {on(answer.away_until)}" if answer.away_until else ""
        yield Paragraph(line("An away team is welcome", guide, f"{until}."))
    elif answer is not None:
        yield Paragraph(line("An away team is not possible."))


def _folded(brief: NeedBrief, told: Sequence[Ask], operator: Operator) -> Iterator[Block]:
    """More who ask, and the number of all others."""
    if not told:
        return
    rows = Rows(tuple(_row(ask, brief.sight) for ask in told))
    others = len(brief.seen) - TOLD
    page = operator.page_of(brief.issue.ref)
    on_page = line(" on ", Link("this issue's page", page)) if page else ()
    more = (Paragraph(line(f"and {others} more", on_page)),) if others > 0 else ()
    yield Details(f"{len(told)} more who wait", (rows, *more))
