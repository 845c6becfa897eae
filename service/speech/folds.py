"""The one line to which a comment folds when nothing speaks on its issue any more, saying what settled it.

What settled it is read from the graph, link by link, and not from what was said before: the same graph gives the same
line. A blocker is called done only where its tracker says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rules.columns import NOBODY
from rules.model import State
from rules.views import IssueView, LinkView
from service.speech.digests import digest_of, seen
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

REASONS = 3
"""How many links are named before the rest is counted."""
CLOSED = frozenset({State.DONE, State.DROPPED})


def may_fold(issue: IssueView) -> bool:
    """Whether silence about an issue means that all is clear: it is closed, or was judged."""
    return issue.state in CLOSED or bool(issue.graph.inside[issue.row])


@dataclass(frozen=True, slots=True)
class Fold:
    """The folded comment, and the digest of what it tells."""

    document: Document
    digest: str


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why one thing is settled: a clause, and what it tells without words."""

    clause: Line
    tells: tuple[Plain, ...]


def fold(matter: Matter, operator: Operator) -> Fold:
    """What remains of the comment on an issue on which nothing speaks. Pure."""
    reasons = list(_reasons(matter))
    clauses = [reason.clause for reason in reasons[:REASONS]]
    if more := len(reasons) - REASONS:
        clauses += [line(f"{more} more")] if more > 0 else []
    page = operator.page_of(matter.issue.ref)
    on = line(" More on ", Link("its page", page), ".") if page else ()
    text = line(Strong(line("Settled:")), " ", listed(clauses), ".", on)
    return Fold(Document((Paragraph(text),)), digest_of("folded", *(list(reason.tells) for reason in reasons)))


def _reasons(matter: Matter) -> Iterator[_Reason]:
    issue = matter.issue
    if issue.state in CLOSED:
        yield _Reason(line("this issue is closed"), ("closed",))
        return
    waits = sorted(_waits(issue), key=lambda link: link.blocker.ref)
    found = [reason for link in waits if (reason := _reason(link, matter.sight))]
    if found:
        yield from found
    elif not any(link.open for link in waits):
        yield _Reason(line("this waits on no other team now"), ("no wait",))
    elif not issue.planned:
        yield _Reason(line("this is not planned now"), ("not planned",))
    else:
        yield _Reason(line("nothing here asks for an answer now"), ("nothing",))


def _waits(issue: IssueView) -> Iterable[LinkView]:
    """The links to other teams that the graph knows, open or over."""
    rows = np.flatnonzero((issue.graph.columns.waits.blocked == issue.row) & issue.graph.crosses)
    return (LinkView(issue.graph, row) for row in rows.tolist())


def _reason(link: LinkView, sight: Sight) -> _Reason | None:
    blocker = link.blocker
    if blocker.state is State.DONE:
        return _Reason(line(sight.ref(blocker), " is done"), ("done", seen(blocker, sight)))
    if not link.open:
        return None
    if standing := next((one.ticket for one in link.fallbacks if not one.reasons), None):
        clause = line(sight.ref(standing), " stands in for ", sight.ref(blocker))
        return _Reason(clause, ("covered", seen(blocker, sight), seen(standing, sight)))
    if until := _waived_until(link):
        clause = line("the wait on ", sight.ref(blocker), f" is waived until {until.day} {until:%b %Y}")
        return _Reason(clause, ("waived", seen(blocker, sight), until.isoformat()))
    return None


def _waived_until(link: LinkView) -> date | None:
    """The last day of the waivers in force on a link, if there are any."""
    graph, ends = link.graph, (NOBODY, link.blocker.row)
    days = [
        row.waiver.until
        for row in graph.columns.waivers
        if row.issue == link.blocked.row and row.blocker in ends and row.waiver.until and row.waiver.because
    ]
    return max((day for day in days if day >= graph.as_of), default=None)
