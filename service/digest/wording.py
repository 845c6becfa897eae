"""The digest in words. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rules.rule import counted
from service.digest.news import TOLD_AT_ONCE
from service.speech.agenda import Occasion
from service.speech.document import (
    Address,
    Details,
    Document,
    Link,
    Name,
    Paragraph,
    Rows,
    Strong,
    Words,
    line,
)
from service.speech.markers import Role
from service.speech.remarks import Tone
from service.speech.rendering import leads_to_its_issue
from service.store.noise import Noise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from service.digest.news import News, TeamIssue, Untold
    from service.speech.agenda import Dated
    from service.speech.comments import Operator
    from service.speech.document import Block, Line
    from service.speech.remarks import Remark

LISTED: Final = TOLD_AT_ONCE
"""Rows of one section; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class Reader:
    """To whom a digest is told: a team by its slug and name, and how many new comments it gets a day at most."""

    slug: str
    name: str
    budget: int


def digest_of(news: News, reader: Reader, noise: Mapping[Noise, int], operator: Operator) -> Document:
    """What is told to a team. ``noise`` is how often it was spoken to since the last time."""
    page = operator.page("teams", reader.slug)
    more = (Paragraph(line("All that is known of the team's issues: ", Link("", page))),) if page else ()
    waiting = f", and {news.waiting} more wait for the next one" if news.waiting else ""
    return Document(
        (
            Paragraph(line(Strong(line("What changed for ", Name(reader.name))), ".")),
            *_section(
                f"Told here, for the day's budget was spent{waiting}", [_told(one, operator) for one in news.untold]
            ),
            *_section("Newly in violation", [_fresh(one, operator) for one in news.fresh]),
            *_section("To decide in the coming week", [_day(*one, operator) for one in news.of(Occasion.DECIDE)]),
            *_section("Waivers that end then", [_day(*one, operator) for one in news.of(Occasion.WAIVER_ENDS)]),
            *_section("Settled", [_settled(one, operator) for one in news.settled]),
            Paragraph(line(_record(noise, reader, len(news.untold) + news.waiting))),
            *more,
        )
    )


def _section(title: str, rows: Sequence[Line]) -> Iterator[Block]:
    if not rows:
        return
    yield Paragraph(line(Strong(line(f"{title} ({len(rows)})"))))
    yield Rows(tuple(rows[:LISTED]))
    if (more := len(rows) - LISTED) > 0:
        yield Paragraph(line(f"and {more} more"))


def _told(one: Untold, operator: Operator) -> Line:
    brief = line("who asks for it: ") if one.role is Role.BRIEF else ()
    return _row(one.issue, line(brief, *_beginning(one.issue.remarks[one.role])), operator)


def _fresh(one: TeamIssue, operator: Operator) -> Line:
    return _row(one, _beginning(one.remarks[Role.VERDICT]), operator)


def _settled(one: TeamIssue, operator: Operator) -> Line:
    verdict = one.remarks.get(Role.VERDICT)
    folded = verdict is not None and verdict.tone is Tone.FOLDED
    return _row(one, _beginning(verdict) if verdict is not None and folded else (), operator)


def _day(one: TeamIssue, dated: Dated, operator: Operator) -> Line:
    return line(f"{dated.day.day} {dated.day:%b}: ", *_row(one, dated.words, operator))


def _row(one: TeamIssue, words: Line, operator: Operator) -> Line:
    """An issue, what there is to say of it, and where to read on."""
    address = Address(one.ref, one.url, one.title)
    url = operator.page_of(one.ref) or (one.url if leads_to_its_issue(address) else "")
    return line(address, *((": ", *words) if words else ()), " ", Link("", url))


def _beginning(remark: Remark) -> Line:
    """What a comment says first."""
    match remark.document.blocks:
        case (Paragraph(line=first), *_):
            return first
        case (Details(summary=summary), *_):
            return (Words(summary),)
    return ()


def _record(noise: Mapping[Noise, int], reader: Reader, held: int) -> str:
    comments = counted(noise[Noise.COMMENT], "new comment", zero="no")
    edits = counted(noise[Noise.EDIT], "silent edit", zero="no")
    over = f"; {held} more went over the budget of {reader.budget} a day" if held else ""
    return f"Since the last digest Detour made {comments} and {edits} on the team's issues{over}."
