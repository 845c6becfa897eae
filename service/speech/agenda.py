"""The days that an issue brings to its team: for the calendar feed and the digest, in words that anybody may read.

Who reads them is not asked, so privacy is that of a comment on the issue (rulebook, section 6). Pure.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date  # the store decodes these, and looks their fields' types up
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from rules.agenda import ending_waivers, open_decisions
from rules.columns import NOBODY
from rules.views import IssueView
from service.speech.clauses import on
from service.speech.document import Line, Quoted, line
from service.speech.matters import matters_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rules.agenda import Decision
    from rules.assembly import Assembled
    from rules.graph import Graph
    from rules.model import Ref
    from rules.waivers import WaiverView
    from service.speech.visibility import Sight


class Occasion(StrEnum):
    """What happens on a day."""

    DECIDE = "decide-by"
    WAIVER_ENDS = "waiver-ends"


class Dated(msgspec.Struct, frozen=True):
    """One day of an issue. ``about`` tells it from the issue's others, whatever addresses these have by then."""

    occasion: Occasion
    day: date
    about: str
    words: Line


Agenda = tuple[Dated, ...]


def agendas_for(graph: Graph, assembled: Assembled, ids: Mapping[Ref, int]) -> dict[Ref, Agenda]:
    """The days of each issue that was judged, by its ref; in order. ``ids`` are the store's numbers of issues."""
    found: defaultdict[Ref, list[Callable[[Sight], Dated]]] = defaultdict(list)
    for decision in open_decisions(graph):
        found[decision.link.blocked.ref].append(partial(_decision, decision, ids))
    for view, last in ending_waivers(graph):
        issue = graph.columns.names.ref(view.row.issue)
        found[issue].append(partial(_waiver, view, last, ids))
    return {
        matter.issue.ref: tuple(sorted((make(matter.sight) for make in found[matter.issue.ref]), key=_order))
        for matter in matters_for(graph, (), assembled, list(found))
        if matter.issue.ref in found
    }


def _order(one: Dated) -> tuple[date, str, str]:
    return one.day, one.occasion, one.about


def _decision(decision: Decision, ids: Mapping[Ref, int], sight: Sight) -> Dated:
    blocker, fallback = decision.link.blocker, decision.fallback
    if fallback is None:
        words = line("decide what is done if ", sight.with_team(blocker), " does not come")
    else:
        words = line("begin ", sight.ref(fallback.ticket), ", or decide to wait for ", sight.with_team(blocker))
    about = str(ids.get(blocker.ref, blocker.ref))
    return Dated(Occasion.DECIDE, decision.deadline.day, about, line(words, *_reckoned(decision)))


def _reckoned(decision: Decision) -> Line:
    """How the day is known."""
    deadline = decision.deadline
    if deadline.lead is None or deadline.needed_by is None:
        return line(": the issue names the day")
    needed, lead = deadline.needed_by, deadline.lead
    return line(f": needed by {on(needed)}, and a plan B takes {lead.days:g} days ({lead.known.value})")


def _waiver(view: WaiverView, last: date, ids: Mapping[Ref, int], sight: Sight) -> Dated:
    waiver = view.waiver
    blocker = None if view.row.blocker == NOBODY else IssueView(view.graph, view.row.blocker)
    against = line("every blocker") if blocker is None else sight.with_team(blocker)
    words = line("last day of the waiver for ", against, ", given because ", Quoted(waiver.because))
    about = "any" if blocker is None else str(ids.get(blocker.ref, blocker.ref))
    return Dated(Occasion.WAIVER_ENDS, last, f"{about} {waiver.rule or ''}".rstrip(), words)
