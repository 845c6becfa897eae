"""The one line to which a comment folds when nothing speaks on its issue any more, saying what settled it.

What settled it is read from the graph, link by link, and not from what was said before: the same graph gives the same
line. A blocker is called done only where its tracker says so.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.model import State
from rules.views import IssueView, LinkView
from service.speech.digests import digest_of, seen_by_ref
from service.speech.document import Document, Link, Paragraph, Strong, line
from service.speech.echoes import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from service.speech.comments import Operator
    from service.speech.digests import Plain
    from service.speech.document import Line
    from service.speech.matters import Matter
    from service.speech.visibility import Sight

NAMED = 3
"""How many blockers a clause names before it counts the rest."""
CLOSED = frozenset({State.DONE, State.DROPPED})


def may_fold(issue: IssueView) -> bool:
    """Whether silence about an issue means that all is clear: it is closed, or was judged."""
    return issue.state in CLOSED or bool(issue.graph.inside[issue.row])


@dataclass(frozen=True, slots=True)
class Fold:
    """The folded comment, and the digest of what it tells."""

    document: Document
    digest: str


def fold(matter: Matter, operator: Operator) -> Fold:
    """What remains of the comment on an issue on which nothing speaks. Pure."""
    found = _settlements(matter.issue)
    clauses = [_clause(how, links, matter.sight) for how, links in found.items()]
    page = operator.page_of(matter.issue.ref)
    on = line(" More on ", Link("its page", page), ".") if page else ()
    text = line(Strong(line("Settled:")), " ", *_joined(clauses), ".", on)
    told = [_told(how, links, matter.sight) for how, links in found.items()]
    return Fold(Document((Paragraph(text),)), digest_of("folded", *told))


class By(Enum):
    """What settled it; the last four are about the whole issue, in words."""

    DONE = "done"
    FALLBACK = "fallback"
    WAIVER = "waiver"
    CLOSED = "this issue is closed"
    NO_WAIT = "this waits on no other team now"
    NOT_PLANNED = "this is not planned now"
    NOTHING = "nothing here asks for an answer now"


@dataclass(frozen=True, slots=True)
class _How:
    """How waits were settled, or the whole issue: by what, and by which ticket or until when."""

    by: By
    ticket: IssueView | None = None
    until: date | None = None


def settled_by(issue: IssueView) -> frozenset[By]:
    """What settled an issue on which nothing speaks any more. Pure."""
    return frozenset(how.by for how in _settlements(issue))


def _settlements(issue: IssueView) -> dict[_How, list[LinkView]]:
    if issue.state in CLOSED:
        return {_How(By.CLOSED): []}
    found: defaultdict[_How, list[LinkView]] = defaultdict(list)
    bare = False
    for link in sorted(_waits(issue), key=lambda link: link.blocker.ref):
        how = _settled(link)
        if how is not None:
            found[how].append(link)
        bare |= how is None and link.open
    if bare:
        found[_How(By.NOTHING if issue.planned else By.NOT_PLANNED)] = []
    return found or {_How(By.NO_WAIT): []}


def _clause(how: _How, links: list[LinkView], sight: Sight) -> Line:
    named = [line(sight.ref(link.blocker)) for link in links[:NAMED]]
    more = [line(f"{len(links) - NAMED} more")] if len(links) > NAMED else []
    blockers = listed([*named, *more])
    several = len(links) > 1
    if how.by is By.DONE:
        return line(blockers, " are done" if several else " is done")
    if how.ticket is not None:
        return line(sight.ref(how.ticket), " stands in for ", blockers)
    if how.until is not None:
        waits, are = ("waits", "are") if several else ("wait", "is")
        return line(f"the {waits} on ", blockers, f" {are} waived until {how.until.day} {how.until:%b %Y}")
    return line(how.by.value)


def _joined(clauses: list[Line]) -> Iterator[Line]:
    for place, clause in enumerate(clauses):
        yield line("; ", clause) if place else clause


def _told(how: _How, links: list[LinkView], sight: Sight) -> list[Plain]:
    ticket = None if how.ticket is None else seen_by_ref(how.ticket, sight)
    until = None if how.until is None else how.until.isoformat()
    return [how.by.name, ticket, until, [seen_by_ref(link.blocker, sight) for link in links]]


def _waits(issue: IssueView) -> Iterable[LinkView]:
    """The links to other teams that the graph knows, open or over."""
    rows = np.flatnonzero((issue.graph.columns.waits.blocked == issue.row) & issue.graph.crosses)
    return (LinkView(issue.graph, row) for row in rows.tolist())


def _settled(link: LinkView) -> _How | None:
    if link.blocker.state is State.DONE:
        return _How(By.DONE)
    if not link.open:
        return None
    if standing := min(
        (one.ticket for one in link.fallbacks if not one.reasons), key=lambda one: one.ref, default=None
    ):
        return _How(By.FALLBACK, ticket=standing)
    until = _waived_until(link)
    return None if until is None else _How(By.WAIVER, until=until)


def _waived_until(link: LinkView) -> date | None:
    """The last day of the waivers in force on a link, if there are any."""
    graph, ends = link.graph, (NOBODY, link.blocker.row)
    days = [
        row.waiver.until
        for row in graph.columns.waivers
        if row.issue == link.blocked.row and row.blocker in ends and row.waiver.until and row.waiver.because
    ]
    return max((day for day in days if day >= graph.as_of), default=None)
