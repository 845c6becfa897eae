"""DT205 away-team-overstays."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from rules.away_teams import answer_on
from rules.model import State
from rules.promises import promises
from rules.rule import Finding, Rule, Severity, named
from rules.statements import FallbackKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rules.columns import Mask
    from rules.graph import Graph
    from rules.links import Links
    from rules.model import Need
    from rules.views import IssueView, LinkView

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sent:
    """An away team: who tells of it, what it works on, where that is told, and for which links."""

    issue: IssueView
    works_on: IssueView
    home: IssueView
    links: tuple[LinkView, ...]

    @property
    def agreed(self) -> Need:
        """What was agreed on: what the issue tells of it, else what the asked team wrote on its own."""
        answers = (answer_on(link.blocker) for link in self.links)
        own = self.issue.need
        return own if own.away_team is not None else next((need for need in answers if need is not None), own)


@dataclass(frozen=True, kw_only=True)
class AwayTeamOverstays(Rule):
    """An away team was to be back, or works without a guide.

    ## What it does
    Reports an away team whose end date has passed, or for which no guide of the other team is named, until its
    fallback is finished; where the answer is yes and no fallback is named, as long as its issue waits on another team.
    The finding is on an open migration of that fallback, else on the issue that sent the team; on one that is closed
    it is a line in reports. What the asked team wrote on its own issue counts where the one that waits tells nothing.

    ## Why is this bad
    An away team is lent for a while. Without an end it is two people less at home; without a guide it learns a
    stranger's code by breaking it.

    ## How to resolve
    Bring the work to an end or agree on a new day, and name the guide: `Away team: yes, guide @their-guide, until
    2026-12-01`.
    """

    code = "DT205"
    name = "away-team-overstays"
    severity = Severity.WARNING
    lasting = True

    def check(self, graph: Graph) -> Iterator[Finding]:
        """One finding for each issue that is told so."""
        wrong: defaultdict[IssueView, dict[Sent, str]] = defaultdict(dict)
        for sent in _sent(graph.ever().across_teams().not_waived(self.code, self.name)):
            if what := _wrong(graph, sent.agreed):
                wrong[sent.home][sent] = what
        for home, found in wrong.items():
            yield self.on_issue(
                home,
                _message(found),
                "bring the work to an end, or write down what holds: Away team: yes, guide @WHO, until DATE",
                links=_links(found),
                severity=None if home.state is State.OPEN else Severity.REPORT,
            )


def _sent(links: Links) -> Iterator[Sent]:
    """The away teams that are not back, as far as they are judged now."""
    graph = links.graph
    for promise in promises(links, _declared(graph)):
        if promise.ticket.state is State.OPEN:
            yield Sent(promise.issue, promise.ticket, promise.home, promise.links)
    declaring = np.zeros(len(graph.columns), dtype=bool)
    declaring[graph.columns.declarations.issue] = True
    blocked = graph.columns.waits.blocked
    alone = links.keep(graph.open & (graph.inside & ~declaring)[blocked])
    sending = np.zeros(len(graph.columns), dtype=bool)
    for issue in np.unique(blocked[alone.rows]).tolist():
        sending[issue] = bool(graph.columns.names.need(issue).away_team)
    waiting: defaultdict[IssueView, list[LinkView]] = defaultdict(list)
    for link in alone.keep(sending[blocked]):
        waiting[link.blocked].append(link)
    for issue, open_links in waiting.items():
        yield Sent(issue, issue, issue, tuple(open_links))


def _declared(graph: Graph) -> Mask:
    """The fallbacks that an away team does: those declared so, or else all of an issue that says it sent one."""
    said, need = graph.columns.declarations, graph.columns.names.need
    away = np.asarray(said.kind == FallbackKind.AWAY_TEAM)
    others = np.flatnonzero(~np.isin(said.issue, said.issue[away]))
    away[[row for row in others.tolist() if need(int(said.issue[row])).away_team]] = True
    return away


def _wrong(graph: Graph, need: Need) -> str:
    late = need.away_until is not None and graph.reached(need.away_until + DAY)
    words = [f"was to be back on {need.away_until:%d %b %Y}"] if late else []
    return " and ".join([*words, *([] if need.guide else ["has no guide"])])


def _message(found: dict[Sent, str]) -> str:
    tickets: defaultdict[str, set[str]] = defaultdict(set)
    for sent, what in found.items():
        tickets[what].add(str(sent.works_on.ref))
    return "; ".join(f"the away team on {named(sorted(some))} {what}" for what, some in sorted(tickets.items()))


def _links(found: dict[Sent, str]) -> tuple[LinkView, ...]:
    links = {link for sent in found for link in sent.links}
    return tuple(sorted(links, key=lambda link: (link.blocked.ref, link.blocker.ref)))
